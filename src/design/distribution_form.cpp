#include "design/distribution_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "base/names.hpp"
#include "design/python_text.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

struct FamilyEntry {
  Family family;
  std::string_view name;
  std::array<std::string_view, 2> shapes;
};

constexpr std::array<FamilyEntry, 16> families = {{
    {Family::norm, "norm", {}},
    {Family::uniform, "uniform", {}},
    {Family::lognorm, "lognorm", {"s"}},
    {Family::truncnorm, "truncnorm", {"a", "b"}},
    {Family::triang, "triang", {"c"}},
    {Family::beta, "beta", {"a", "b"}},
    {Family::gamma, "gamma", {"a"}},
    {Family::expon, "expon", {}},
    {Family::t, "t", {"df"}},
    {Family::weibull_min, "weibull_min", {"c"}},
    {Family::rayleigh, "rayleigh", {}},
    {Family::chi2, "chi2", {"df"}},
    {Family::laplace, "laplace", {}},
    {Family::logistic, "logistic", {}},
    {Family::cauchy, "cauchy", {}},
    {Family::choice, "choice", {}},
}};

[[noreturn]] void refuse(std::string_view field, const std::string& problem) {
  throw SweepConfigError(fmt::format("perturb entry {}: {}", python_repr(Value(field)), problem));
}

std::optional<double> number(const Value& value) {
  if (value.is_number()) return value.as_real();
  if (value.is_big_integer()) return python_float(value.as_big_integer().digits);
  if (value.is_string()) return python_float(value.as_string());
  return std::nullopt;
}

std::string repr(double value) { return python_repr(Value(value)); }

/// The two parameters of a shorthand.
std::array<double, 2> two_numbers(std::string_view field, const Value::List& form,
                                  const std::string& tag) {
  if (form.size() != 3) {
    refuse(field, fmt::format("'{}' distribution spec must be a length-3 tuple, got length {}", tag,
                              form.size()));
  }
  const auto first = number(form[1]);
  const auto second = number(form[2]);
  if (!first || !second) {
    refuse(field, fmt::format("'{}' distribution parameters must be numeric, got {} and {}", tag,
                              python_repr(form[1]), python_repr(form[2])));
  }
  if (!std::isfinite(*first) || !std::isfinite(*second)) {
    refuse(field, fmt::format("'{}' distribution parameters must be finite, got {} and {}", tag,
                              repr(*first), repr(*second)));
  }
  return {*first, *second};
}

void require_positive_sigma(std::string_view field, const std::string& tag, double sigma) {
  if (sigma > 0) return;
  refuse(field, fmt::format("'{}' distribution sigma must be > 0, got {}", tag, repr(sigma)));
}

DistributionForm parse_shorthand(std::string_view field, const Value::List& form) {
  if (form.empty()) refuse(field, "distribution spec tuple is empty");
  const std::string tag = form[0].is_string() ? form[0].as_string() : "";
  DistributionForm result;
  if (tag == "normal") {
    const auto [mu, sigma] = two_numbers(field, form, tag);
    require_positive_sigma(field, tag, sigma);
    result.loc = mu;
    result.scale = sigma;
    return result;
  }
  if (tag == "uniform") {
    const auto [lo, hi] = two_numbers(field, form, tag);
    if (hi <= lo) {
      refuse(field, fmt::format("'uniform' distribution requires hi > lo, got lo={}, hi={}",
                                repr(lo), repr(hi)));
    }
    result.family = Family::uniform;
    result.loc = lo;
    result.scale = hi - lo;
    if (!std::isfinite(result.scale)) {
      refuse(field, fmt::format("'uniform' distribution from {} to {} is wider than a double",
                                repr(lo), repr(hi)));
    }
    return result;
  }
  if (tag == "lognormal") {
    const auto [mu, sigma] = two_numbers(field, form, tag);
    require_positive_sigma(field, tag, sigma);
    result.family = Family::lognorm;
    result.shape[0] = sigma;
    result.scale = std::exp(mu);
    if (!std::isfinite(result.scale) || result.scale == 0) {
      refuse(field, fmt::format("'lognormal' distribution mu must have a finite exp(mu) > 0, got "
                                "{}",
                                repr(mu)));
    }
    return result;
  }
  refuse(field, fmt::format("unknown distribution shorthand tag {}; expected one of 'normal', "
                            "'uniform', 'lognormal'",
                            python_repr(form[0])));
}

std::vector<std::string> parameter_names(const FamilyEntry& entry) {
  std::vector<std::string> names;
  for (const std::string_view shape : entry.shapes) {
    if (!shape.empty()) names.emplace_back(shape);
  }
  names.insert(names.end(), {"loc", "scale"});
  return names;
}

/// A frozen distribution's parameters by name, positional ones first.
Value::Map named_parameters(std::string_view field, const FamilyEntry& entry,
                            const Value::List& args, const Value::Map& kwds) {
  const auto names = parameter_names(entry);
  if (args.size() > names.size()) {
    refuse(field, fmt::format("{} takes at most {} parameters ({}), got {}", entry.name,
                              names.size(), fmt::join(names, ", "), args.size()));
  }
  Value::Map parameters;
  for (std::size_t i = 0; i < args.size(); ++i) parameters.set(names[i], args[i]);
  for (const auto& [name, value] : kwds) {
    if (std::ranges::find(names, name) == names.end()) {
      refuse(field, fmt::format("{} has no parameter {}; it takes {}", entry.name,
                                python_repr(Value(name)), fmt::join(names, ", ")));
    }
    if (parameters.contains(name)) {
      refuse(field, fmt::format("{} is given {} twice", entry.name, python_repr(Value(name))));
    }
    parameters.set(name, value);
  }
  return parameters;
}

double parameter(std::string_view field, const FamilyEntry& entry, const Value::Map& parameters,
                 std::string_view name, std::optional<double> preset) {
  const Value* value = parameters.find(name);
  if (value == nullptr) {
    if (preset) return *preset;
    refuse(field, fmt::format("{} needs its parameter '{}'; it takes {}", entry.name, name,
                              fmt::join(parameter_names(entry), ", ")));
  }
  const auto parsed = value->is_string() ? std::nullopt : number(*value);
  // Only the truncated normal's ends may be infinite.
  const bool may_be_infinite = entry.family == Family::truncnorm && (name == "a" || name == "b");
  if (!parsed || std::isnan(*parsed) || (std::isinf(*parsed) && !may_be_infinite)) {
    refuse(field, fmt::format("{} parameter '{}' must be a finite number, got {}", entry.name, name,
                              python_repr(*value)));
  }
  return *parsed;
}

void check_shapes(std::string_view field, const FamilyEntry& entry,
                  const std::array<double, 2>& shape) {
  const auto [first, second] = shape;
  if (entry.family == Family::truncnorm) {
    if (first < second) return;
    refuse(field,
           fmt::format("truncnorm requires a < b, got a={}, b={}", repr(first), repr(second)));
  }
  if (entry.family == Family::triang) {
    if (first >= 0 && first <= 1) return;
    refuse(field, fmt::format("triang requires 0 <= c <= 1, got c={}", repr(first)));
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (entry.shapes[i].empty() || shape[i] > 0) continue;
    refuse(field,
           fmt::format("{} requires {} > 0, got {}", entry.name, entry.shapes[i], repr(shape[i])));
  }
}

std::vector<double> cumulative_weights(std::string_view field, const Value* weights,
                                       std::size_t count) {
  std::vector<double> cumulative(count);
  if (weights == nullptr || weights->is_null()) {
    for (std::size_t i = 0; i < count; ++i) {
      cumulative[i] = static_cast<double>(i + 1) / static_cast<double>(count);
    }
    return cumulative;
  }
  if (!weights->is_list() || weights->as_list().size() != count) {
    refuse(field, fmt::format("choice needs as many probabilities 'p' as values ({}), got {}",
                              count, python_repr(*weights)));
  }
  double total = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto p = number(weights->as_list()[i]);
    if (!p || !(*p >= 0) || std::isinf(*p)) {
      refuse(field, fmt::format("choice probabilities must be finite and >= 0, got {}",
                                python_repr(weights->as_list()[i])));
    }
    cumulative[i] = total += *p;
  }
  if (std::abs(total - 1) > 1e-8) {
    refuse(field, fmt::format("choice probabilities must sum to 1, got {}", repr(total)));
  }
  for (double& bound : cumulative) bound /= total;
  return cumulative;
}

DistributionForm parse_choice(std::string_view field, const Value::List& args,
                              const Value::Map& kwds) {
  if (args.size() != 1 || !args[0].is_list() || args[0].as_list().empty()) {
    refuse(field, fmt::format("choice needs one argument, a non-empty list of values, got {}",
                              python_repr(Value(args))));
  }
  for (const auto& [name, value] : kwds) {
    if (name != "p") {
      refuse(field,
             fmt::format("choice has no parameter {}; it takes p", python_repr(Value(name))));
    }
  }
  DistributionForm result;
  result.family = Family::choice;
  result.choices = args[0].as_list();
  result.cumulative = cumulative_weights(field, kwds.find("p"), result.choices.size());
  return result;
}

DistributionForm parse_frozen(std::string_view field, const Value::Map& form) {
  const Value* name = form.find("name");
  const Value* args = form.find("args");
  const Value* kwds = form.find("kwds");
  if (name == nullptr || !name->is_string() || (args != nullptr && !args->is_list()) ||
      (kwds != nullptr && !kwds->is_map())) {
    throw SweepConfigError(fmt::format("perturb entry {} has unrecognised serialised shape: {}",
                                       python_repr(Value(field)), python_repr(Value(form))));
  }
  const auto entry = std::ranges::find(families, name->as_string(), &FamilyEntry::name);
  if (entry == families.end()) {
    std::vector<std::string> names;
    names.reserve(families.size());
    for (const FamilyEntry& known : families) names.emplace_back(known.name);
    throw SweepConfigError(fmt::format(
        "perturb entry {} references unknown scipy.stats distribution {}{}; known here are {}",
        python_repr(Value(field)), python_repr(*name), did_you_mean(name->as_string(), names),
        known_family_names()));
  }
  const Value::List positional = args == nullptr ? Value::List{} : args->as_list();
  const Value::Map by_name = kwds == nullptr ? Value::Map{} : kwds->as_map();
  if (entry->family == Family::choice) return parse_choice(field, positional, by_name);

  const Value::Map parameters = named_parameters(field, *entry, positional, by_name);
  DistributionForm result;
  result.family = entry->family;
  for (std::size_t i = 0; i < result.shape.size(); ++i) {
    if (entry->shapes[i].empty()) continue;
    result.shape[i] = parameter(field, *entry, parameters, entry->shapes[i], std::nullopt);
  }
  result.loc = parameter(field, *entry, parameters, "loc", 0);
  result.scale = parameter(field, *entry, parameters, "scale", 1);
  check_shapes(field, *entry, result.shape);
  if (!(result.scale > 0)) {
    refuse(field, fmt::format("{} scale must be > 0, got {}", entry->name, repr(result.scale)));
  }
  return result;
}

}  // namespace

bool is_family_name(std::string_view name) {
  return std::ranges::find(families, name, &FamilyEntry::name) != families.end();
}

std::string known_family_names() {
  std::string names;
  for (const FamilyEntry& entry : families) {
    if (!names.empty()) names += ", ";
    names += entry.name;
  }
  return names;
}

DistributionForm parse_distribution_form(std::string_view field, const Value& form) {
  if (form.is_list()) return parse_shorthand(field, form.as_list());
  if (form.is_map()) return parse_frozen(field, form.as_map());
  throw SweepConfigError(
      fmt::format("perturb value for {} must be a shorthand tuple or scipy rv_frozen, got {}",
                  python_repr(Value(field)), form.kind_name()));
}

}  // namespace gmat_sweep
