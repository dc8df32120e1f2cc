#include "design/design_from_spec.hpp"
#include "design/design_rows.hpp"
#include "design/halton_sequence.hpp"
#include "design/perturbation.hpp"

namespace gmat_sweep {
namespace {

class HaltonRows : public DesignRows {
 public:
  HaltonRows(const StochasticRequest& request, std::vector<Perturbation> perturbations)
      : DesignRows(spec_of(request, halton_kind), fields_of(perturbations), request.n),
        seed_(request.seed),
        perturbations_(std::move(perturbations)),
        sequence_(perturbations_.size(), seed_) {}

  std::string_view kind() const override { return halton_kind; }
  const Value& seed() const override { return seed_; }

  Value::Map overrides(std::int64_t run_id) const override {
    const std::vector<double> point = sequence_.point(run_id);
    Value::Map result;
    for (std::size_t i = 0; i < point.size(); ++i) {
      result.set(perturbations_[i].field, perturbations_[i].distribution.quantile(point[i]));
    }
    return result;
  }

  Design extended_to(std::int64_t new_run_count) const override {
    return halton(parameter_spec().at("perturb").as_map(), new_run_count, seed_);
  }

 private:
  Value seed_;
  std::vector<Perturbation> perturbations_;
  HaltonSequence sequence_;
};

}  // namespace

Design halton(const Value::Map& perturb, std::int64_t n, const Value& seed) {
  auto perturbations = parse_perturb(perturb, halton_kind);
  require_positive_count(n, halton_kind);
  const StochasticRequest request{perturb, n, seed_or_fresh(seed)};
  return Design(std::make_shared<HaltonRows>(request, std::move(perturbations)));
}

Design halton_from_spec(const Value::Map& spec) {
  const auto request = request_from_spec(spec, halton_kind);
  return halton(request.perturb, request.n, request.seed);
}

}  // namespace gmat_sweep
