#include "design/latin_points.hpp"

#include <numeric>

#include "design/random_generator.hpp"
#include "design/seed_sequence.hpp"

namespace gmat_sweep {

LatinPoints::LatinPoints(std::size_t n, std::size_t dimensions, const Value& seed)
    : count_(n),
      dimensions_(dimensions),
      seed_(seed),
      unit_(n * dimensions),
      places_(n * dimensions) {
  RandomGenerator generator{SeedSequence(entropy_words(seed))};
  for (Place& place : places_) place.below_edge = generator.random();
  std::vector<std::int64_t> parts(n);
  for (std::size_t d = 0; d < dimensions; ++d) {
    std::iota(parts.begin(), parts.end(), 0);
    generator.shuffle(parts);
    for (std::size_t i = 0; i < n; ++i) {
      Place& place = places_[i * dimensions + d];
      place.part = parts[i];
      unit_[i * dimensions + d] =
          (static_cast<double>(place.part + 1) - place.below_edge) / static_cast<double>(n);
    }
  }
}

void LatinPoints::double_count() {
  ++doublings_;
  RandomGenerator generator{SeedSequence::child(entropy_words(seed_), doublings_)};
  // A point lies in its part's upper half when it is less than half a part below the edge.
  for (Place& place : places_) {
    const bool upper = place.below_edge < 0.5;
    place = {2 * place.part + (upper ? 1 : 0), 2 * place.below_edge - (upper ? 0 : 1)};
  }
  const std::size_t old_count = count_;
  count_ *= 2;
  unit_.resize(count_ * dimensions_);
  places_.resize(count_ * dimensions_);
  std::vector<std::int64_t> free_parts(old_count);
  for (std::size_t d = 0; d < dimensions_; ++d) {
    for (std::size_t i = 0; i < old_count; ++i) {
      const std::int64_t taken = places_[i * dimensions_ + d].part;
      free_parts[static_cast<std::size_t>(taken / 2)] = taken ^ 1;
    }
    generator.shuffle(free_parts);
    for (std::size_t i = 0; i < old_count; ++i) {
      const std::size_t at = (old_count + i) * dimensions_ + d;
      places_[at] = {free_parts[i], generator.random()};
      unit_[at] = (static_cast<double>(places_[at].part + 1) - places_[at].below_edge) /
                  static_cast<double>(count_);
    }
  }
}

}  // namespace gmat_sweep
