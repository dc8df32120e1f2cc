#include "gmat_sweep/design.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "design/design_from_spec.hpp"
#include "design/design_rows.hpp"
#include "design/python_text.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

const Value null_value;

std::vector<std::string> text_list(const Value& value, std::string_view what) {
  if (!value.is_list()) {
    throw SweepConfigError(
        fmt::format("parameter_spec {} must be a list, got {}", what, value.kind_name()));
  }
  std::vector<std::string> texts;
  for (const Value& item : value.as_list()) {
    if (!item.is_string()) {
      throw SweepConfigError(
          fmt::format("parameter_spec {} must hold text, got {}", what, python_repr(item)));
    }
    texts.push_back(item.as_string());
  }
  return texts;
}

Design grid_from_spec(const Value::Map& spec) {
  Value::Map axes = spec;
  axes.erase("_kind");
  return grid(axes);
}

Design explicit_from_spec(const Value::Map& spec) {
  const Value& rows = required_part(spec, "rows", "explicit");
  if (!rows.is_list()) {
    throw SweepConfigError(
        fmt::format("parameter_spec \"rows\" must be a list, got {}", rows.kind_name()));
  }
  return explicit_rows(text_list(required_part(spec, "columns", "explicit"), "\"columns\""),
                       rows.as_list());
}

}  // namespace

const Value& required_part(const Value::Map& spec, std::string_view key, std::string_view kind) {
  if (const Value* value = spec.find(key)) return *value;
  throw SweepConfigError(fmt::format("parameter_spec of kind '{}' lacks \"{}\"", kind, key));
}

DesignRows::DesignRows(Value::Map parameter_spec, std::vector<std::string> fields,
                       std::int64_t run_count)
    : parameter_spec_(std::move(parameter_spec)),
      fields_(std::move(fields)),
      run_count_(run_count) {}

const Value& DesignRows::seed() const { return null_value; }

Value DesignRows::run_seed(std::int64_t /*run_id*/) const { return {}; }

Design DesignRows::extended_to(std::int64_t new_run_count) const {
  throw SweepConfigError(
      fmt::format("a design of kind '{}' cannot be extended (from {} runs to {}); monte_carlo, "
                  "latin_hypercube, sobol and halton can",
                  kind(), run_count(), new_run_count));
}

Design::Design(std::shared_ptr<const DesignRows> rows) : rows_(std::move(rows)) {}

std::string_view Design::kind() const { return rows_->kind(); }
const Value::Map& Design::parameter_spec() const { return rows_->parameter_spec(); }
std::int64_t Design::run_count() const { return rows_->run_count(); }
const std::vector<std::string>& Design::fields() const { return rows_->fields(); }
const Value& Design::seed() const { return rows_->seed(); }

Value::Map Design::overrides(std::int64_t run_id) const {
  if (run_id < 0 || run_id >= run_count()) {
    throw std::out_of_range(
        fmt::format("run_id {} is outside the design's {} runs", run_id, run_count()));
  }
  return rows_->overrides(run_id);
}

Value Design::run_seed(std::int64_t run_id) const {
  if (run_id < 0 || run_id >= run_count()) {
    throw std::out_of_range(
        fmt::format("run_id {} is outside the design's {} runs", run_id, run_count()));
  }
  return rows_->run_seed(run_id);
}

Design Design::extended_to(std::int64_t new_run_count) const {
  if (new_run_count == run_count()) return *this;
  if (new_run_count < run_count()) {
    throw SweepConfigError(fmt::format("cannot extend a design of {} runs to {}, which is fewer",
                                       run_count(), new_run_count));
  }
  return rows_->extended_to(new_run_count);
}

Design Design::from_parameter_spec(const Value::Map& spec) {
  const Value* kind = spec.find("_kind");
  if (kind == nullptr || kind->is_null()) return grid_from_spec(spec);
  if (kind->is_string()) {
    const std::string& name = kind->as_string();
    if (name == "grid") return grid_from_spec(spec);
    if (name == "explicit") return explicit_from_spec(spec);
    if (name == monte_carlo_kind) return monte_carlo_from_spec(spec);
    if (name == correlated_monte_carlo_kind) return monte_carlo_from_spec(spec);
    if (name == latin_hypercube_kind) return latin_hypercube_from_spec(spec);
    if (name == correlated_latin_hypercube_kind) return latin_hypercube_from_spec(spec);
    if (name == sobol_kind) return sobol_from_spec(spec);
    if (name == halton_kind) return halton_from_spec(spec);
  }
  throw SweepConfigError(
      fmt::format("unknown parameter_spec _kind: {} — expected one of 'grid', 'explicit', "
                  "'monte_carlo', 'latin_hypercube', 'correlated_monte_carlo', "
                  "'correlated_latin_hypercube', 'sobol', 'halton' (or absent, for older untagged "
                  "grid manifests)",
                  python_repr(*kind)));
}

}  // namespace gmat_sweep
