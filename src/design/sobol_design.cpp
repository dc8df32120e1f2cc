#include <fmt/format.h>

#include "design/design_from_spec.hpp"
#include "design/design_rows.hpp"
#include "design/perturbation.hpp"
#include "design/python_text.hpp"
#include "design/sobol_sequence.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

/// How many runs each base point makes.
std::int64_t block_size(std::size_t fields, bool second_order) {
  const auto d = static_cast<std::int64_t>(fields);
  return second_order ? 2 * d + 2 : d + 2;
}

Value::Map sobol_spec(const StochasticRequest& request, bool second_order) {
  Value::Map spec = spec_of(request, sobol_kind);
  spec.set("calc_second_order", second_order);
  return spec;
}

class SobolRows : public DesignRows {
 public:
  SobolRows(const StochasticRequest& request, std::vector<Perturbation> perturbations,
            bool second_order)
      : DesignRows(sobol_spec(request, second_order), fields_of(perturbations),
                   request.n * block_size(perturbations.size(), second_order)),
        seed_(request.seed),
        second_order_(second_order),
        perturbations_(std::move(perturbations)),
        sequence_(2 * perturbations_.size(), seed_) {}

  std::string_view kind() const override { return sobol_kind; }
  const Value& seed() const override { return seed_; }

  Value::Map overrides(std::int64_t run_id) const override {
    const std::size_t d = perturbations_.size();
    const std::int64_t block = block_size(d, second_order_);
    const std::vector<double> point = sequence_.point(run_id / block);
    const auto row = static_cast<std::size_t>(run_id % block);
    Value::Map result;
    for (std::size_t i = 0; i < d; ++i) {
      const double u = from_b(row, i) ? point[d + i] : point[i];
      result.set(perturbations_[i].field, perturbations_[i].distribution.quantile(u));
    }
    return result;
  }

  Design extended_to(std::int64_t new_run_count) const override {
    const std::int64_t block = block_size(perturbations_.size(), second_order_);
    if (new_run_count % block != 0) {
      throw SweepConfigError(
          fmt::format("a Sobol design of {} fields is extended by whole base points, {} runs "
                      "each: {} runs can become {}, not {}",
                      perturbations_.size(), block, run_count(),
                      new_run_count / block * block + block, new_run_count));
    }
    return sobol(parameter_spec().at("perturb").as_map(), new_run_count / block, seed_,
                 second_order_);
  }

 private:
  /// Whether the row of a block takes field `i` from B: row 0 is A, rows 1 to d are A with one
  /// field from B, the last is B, and those between are B with one field from A.
  bool from_b(std::size_t row, std::size_t i) const {
    const std::size_t d = perturbations_.size();
    if (row == 0) return false;
    if (row <= d) return i == row - 1;
    if (!second_order_ || row == 2 * d + 1) return true;
    return i != row - d - 1;
  }

  Value seed_;
  bool second_order_;
  std::vector<Perturbation> perturbations_;
  SobolSequence sequence_;
};

}  // namespace

Design sobol(const Value::Map& perturb, std::int64_t n, const Value& seed, bool calc_second_order) {
  auto perturbations = parse_perturb(perturb, sobol_kind);
  require_positive_count(n, sobol_kind);
  if (n > SobolSequence::most_points) {
    throw SweepConfigError(fmt::format("sobol requires n <= 2^30, got {}", n));
  }
  const StochasticRequest request{perturb, n, seed_or_fresh(seed)};
  return Design(std::make_shared<SobolRows>(request, std::move(perturbations), calc_second_order));
}

Design sobol_from_spec(const Value::Map& spec) {
  const auto request = request_from_spec(spec, sobol_kind);
  const Value* second_order = spec.find("calc_second_order");
  if (second_order != nullptr && !second_order->is_bool()) {
    throw SweepConfigError(
        fmt::format("parameter_spec \"calc_second_order\" must be true or false, got {}",
                    python_repr(*second_order)));
  }
  return sobol(request.perturb, request.n, request.seed,
               second_order == nullptr || second_order->as_bool());
}

}  // namespace gmat_sweep
