#include <fmt/format.h>

#include <utility>

#include "design/dependence.hpp"
#include "design/design_from_spec.hpp"
#include "design/design_rows.hpp"
#include "design/latin_points.hpp"
#include "design/perturbation.hpp"
#include "design/python_text.hpp"
#include "design/rank_reordering.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

Value::Map latin_spec(const StochasticRequest& request, const Dependence& dependence,
                      int doublings) {
  Value::Map spec =
      spec_of(request, dependence.empty() ? latin_hypercube_kind : correlated_latin_hypercube_kind);
  if (doublings > 0) spec.set("doublings", doublings);
  add_to_spec(dependence, spec);
  return spec;
}

class LatinHypercubeRows : public DesignRows {
 public:
  LatinHypercubeRows(const StochasticRequest& request, const Dependence& dependence,
                     DependentPerturbations fields, int doublings)
      : DesignRows(latin_spec(request, dependence, doublings), fields_of(fields.perturbations),
                   request.n << doublings),
        seed_(request.seed),
        doublings_(doublings),
        perturbations_(std::move(fields.perturbations)) {
    const auto n = static_cast<std::size_t>(request.n);
    LatinPoints points(n, perturbations_.size(), seed_);
    reorder(points.unit(), 0, fields.blocks);
    for (int level = 1; level <= doublings; ++level) {
      const std::size_t old_count = points.count();
      points.double_count();
      reorder(points.unit(), old_count, fields.blocks);
    }
    unit_ = points.take_unit();
  }

  std::string_view kind() const override { return latin_hypercube_kind; }
  const Value& seed() const override { return seed_; }

  Value::Map overrides(std::int64_t run_id) const override {
    const std::size_t width = perturbations_.size();
    const double* point = unit_.data() + static_cast<std::size_t>(run_id) * width;
    Value::Map result;
    for (std::size_t i = 0; i < width; ++i) {
      result.set(perturbations_[i].field, perturbations_[i].distribution.quantile(point[i]));
    }
    return result;
  }

  Design extended_to(std::int64_t new_run_count) const override {
    int doublings = doublings_;
    std::int64_t count = run_count();
    while (count < new_run_count && count <= new_run_count / 2) {
      count *= 2;
      ++doublings;
    }
    if (count != new_run_count) {
      throw SweepConfigError(
          fmt::format("a Latin hypercube is extended by doubling: from {} runs to {}, {} and so "
                      "on, not to {}",
                      run_count(), 2 * run_count(), 4 * run_count(), new_run_count));
    }
    Value::Map spec = parameter_spec();
    spec.set("doublings", doublings);
    return Design::from_parameter_spec(spec);
  }

 private:
  /// Gives the points from `first` on their rank correlation; those before stay as they are.
  void reorder(std::vector<double>& unit, std::size_t first,
               const std::vector<DependentBlock>& blocks) const {
    for (const DependentBlock& block : blocks) {
      impose_rank_correlation(unit, perturbations_.size(), first, block);
    }
  }

  Value seed_;
  int doublings_;
  std::vector<Perturbation> perturbations_;
  std::vector<double> unit_;
};

Design make_latin_hypercube(StochasticRequest request, const Dependence& dependence,
                            int doublings) {
  auto fields = parse_dependence(request.perturb, dependence, latin_hypercube_kind);
  require_positive_count(request.n, latin_hypercube_kind);
  request.seed = seed_or_fresh(request.seed);
  return Design(
      std::make_shared<LatinHypercubeRows>(request, dependence, std::move(fields), doublings));
}

}  // namespace

Design latin_hypercube(const Value::Map& perturb, std::int64_t n, const Value& seed,
                       const Dependence& dependence) {
  return make_latin_hypercube({perturb, n, seed}, dependence, 0);
}

Design latin_hypercube_from_spec(const Value::Map& spec) {
  const Value* doublings = spec.find("doublings");
  const bool valid =
      doublings == nullptr ||
      (doublings->is_integer() && doublings->as_integer() >= 0 && doublings->as_integer() < 40);
  if (!valid) {
    throw SweepConfigError(
        fmt::format("parameter_spec \"doublings\" must be an integer from 0 to 39, got {}",
                    python_repr(*doublings)));
  }
  return make_latin_hypercube(request_from_spec(spec, latin_hypercube_kind),
                              dependence_from_spec(spec),
                              doublings == nullptr ? 0 : static_cast<int>(doublings->as_integer()));
}

}  // namespace gmat_sweep
