#include "design/perturbation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "design/design_from_spec.hpp"
#include "design/python_text.hpp"
#include "design/seed_sequence.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
std::vector<Perturbation> parse_perturb(const Value::Map& perturb, std::string_view what) {
  if (perturb.empty()) {
    throw SweepConfigError(fmt::format("{} requires a non-empty perturb mapping", what));
  }
  std::vector<Perturbation> result;
  std::vector<std::string> problems;
  for (const auto& [field, form] : perturb) {
    try {
      result.push_back({field, name_hash(field), Distribution::from_value(field, form)});
    } catch (const SweepConfigError& error) {
      problems.emplace_back(error.what());
    }
  }
  if (!problems.empty()) throw SweepConfigError(fmt::format("{}", fmt::join(problems, "\n")));
  std::ranges::sort(result, {}, &Perturbation::field);
  return result;
}

std::vector<std::string> fields_of(const std::vector<Perturbation>& perturbations) {
  std::vector<std::string> fields;
  fields.reserve(perturbations.size());
  for (const Perturbation& perturbation : perturbations) fields.push_back(perturbation.field);
  return fields;
}

void require_positive_count(std::int64_t n, std::string_view what) {
  if (n < 1) throw SweepConfigError(fmt::format("{} requires n >= 1, got {}", what, n));
}

Value seed_or_fresh(const Value& seed) {
  if (seed.is_null()) return fresh_seed_value();
  entropy_words(seed);
  return seed;
}

StochasticRequest request_from_spec(const Value::Map& spec, std::string_view kind) {
  const Value& perturb = required_part(spec, "perturb", kind);
  const Value& n = required_part(spec, "n", kind);
  if (!perturb.is_map()) {
    throw SweepConfigError(
        fmt::format("parameter_spec \"perturb\" must be a mapping, got {}", perturb.kind_name()));
  }
  if (!n.is_integer()) {
    throw SweepConfigError(
        fmt::format("parameter_spec \"n\" must be an integer, got {}", python_repr(n)));
  }
  const Value* seed = spec.find("seed");
  if (seed == nullptr || seed->is_null()) {
    throw SweepConfigError(
        fmt::format("this {} was run without a seed, so its draws cannot be repeated; start a "
                    "fresh one (with a seed, or with the one that is then drawn and recorded)",
                    kind));
  }
  return {perturb.as_map(), n.as_integer(), *seed};
}

Value::Map spec_of(const StochasticRequest& request, std::string_view kind) {
  return {{"_kind", kind}, {"perturb", request.perturb}, {"n", request.n}, {"seed", request.seed}};
}

}  // namespace gmat_sweep
