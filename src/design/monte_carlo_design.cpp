#include <fmt/format.h>

#include <utility>

#include "design/dependence.hpp"
#include "design/design_from_spec.hpp"
#include "design/design_rows.hpp"
#include "design/perturbation.hpp"
#include "design/seed_sequence.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

Value::Map monte_carlo_spec(const StochasticRequest& request, const Dependence& dependence) {
  Value::Map spec =
      spec_of(request, dependence.empty() ? monte_carlo_kind : correlated_monte_carlo_kind);
  add_to_spec(dependence, spec);
  return spec;
}

class MonteCarloRows : public DesignRows {
 public:
  MonteCarloRows(StochasticRequest request, const Dependence& dependence,
                 DependentPerturbations fields)
      : DesignRows(monte_carlo_spec(request, dependence), fields_of(fields.perturbations),
                   request.n),
        request_(std::move(request)),
        entropy_(entropy_words(request_.seed)),
        perturbations_(std::move(fields.perturbations)),
        blocks_(std::move(fields.blocks)),
        in_block_(perturbations_.size(), false) {
    for (const DependentBlock& block : blocks_) {
      for (const std::size_t member : block.members) in_block_[member] = true;
    }
  }

  std::string_view kind() const override { return monte_carlo_kind; }
  const Value& seed() const override { return request_.seed; }

  Value run_seed(std::int64_t run_id) const override {
    return Value(static_cast<std::int64_t>(seed_of_run(run_id)));
  }

  Value::Map overrides(std::int64_t run_id) const override {
    const std::uint32_t seed = seed_of_run(run_id);
    const std::vector<double> normals = correlated_normals(seed);
    Value::Map result;
    for (std::size_t i = 0; i < perturbations_.size(); ++i) {
      const auto& [field, name_hash, distribution] = perturbations_[i];
      if (in_block_[i]) {
        result.set(field, distribution.from_normal(normals[i]));
      } else {
        RandomGenerator generator(field_seed(seed, name_hash));
        result.set(field, distribution.draw(generator));
      }
    }
    return result;
  }

  Design extended_to(std::int64_t new_run_count) const override {
    Value::Map spec = parameter_spec();
    spec.set("n", new_run_count);
    return Design::from_parameter_spec(spec);
  }

 private:
  std::uint32_t seed_of_run(std::int64_t run_id) const {
    return SeedSequence::child(entropy_, static_cast<std::uint64_t>(run_id)).first_word();
  }

  std::vector<double> correlated_normals(std::uint32_t run_seed) const {
    if (blocks_.empty()) return {};
    std::vector<double> normals(perturbations_.size());
    for (std::size_t i = 0; i < normals.size(); ++i) {
      if (!in_block_[i]) continue;
      normals[i] =
          RandomGenerator(field_seed(run_seed, perturbations_[i].name_hash)).standard_normal();
    }
    for (const DependentBlock& block : blocks_) correlate(block, normals);
    return normals;
  }

  StochasticRequest request_;
  std::vector<std::uint32_t> entropy_;
  std::vector<Perturbation> perturbations_;
  std::vector<DependentBlock> blocks_;
  std::vector<bool> in_block_;
};

}  // namespace

Design monte_carlo(const Value::Map& perturb, std::int64_t n, const Value& seed,
                   const Dependence& dependence) {
  auto fields = parse_dependence(perturb, dependence, monte_carlo_kind);
  require_positive_count(n, monte_carlo_kind);
  StochasticRequest request{perturb, n, seed_or_fresh(seed)};
  return Design(
      std::make_shared<MonteCarloRows>(std::move(request), dependence, std::move(fields)));
}

Design monte_carlo_from_spec(const Value::Map& spec) {
  const auto request = request_from_spec(spec, monte_carlo_kind);
  return monte_carlo(request.perturb, request.n, request.seed, dependence_from_spec(spec));
}

}  // namespace gmat_sweep
