#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "design/design_rows.hpp"
#include "design/python_text.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

struct Axis {
  std::string field;
  Value::List values;
};

/// Sorted by field, as the runs are counted. Throws with every faulty axis.
std::vector<Axis> sorted_axes(const Value::Map& axes) {
  std::vector<Axis> sorted;
  std::vector<std::string> problems;
  for (const auto& [field, values] : axes) {
    if (!values.is_list()) {
      problems.push_back(fmt::format("grid value for {} must be a list of values, got {}",
                                     python_repr(field), values.kind_name()));
    } else if (values.as_list().empty()) {
      problems.push_back(fmt::format("grid value for {} is empty", python_repr(field)));
    } else {
      sorted.push_back({field, values.as_list()});
    }
  }
  if (!problems.empty()) throw SweepConfigError(fmt::format("{}", fmt::join(problems, "\n")));
  std::ranges::sort(sorted, {}, &Axis::field);
  return sorted;
}

std::int64_t product_of_sizes(const std::vector<Axis>& axes) {
  std::int64_t product = 1;
  for (const Axis& axis : axes) {
    const auto size = static_cast<std::int64_t>(axis.values.size());
    if (product > std::numeric_limits<std::int64_t>::max() / size) {
      throw SweepConfigError("the grid has more than 2^63 - 1 runs");
    }
    product *= size;
  }
  return product;
}

std::vector<std::string> fields_of(const std::vector<Axis>& axes) {
  std::vector<std::string> fields;
  fields.reserve(axes.size());
  for (const Axis& axis : axes) fields.push_back(axis.field);
  return fields;
}

Value::Map grid_spec(const Value::Map& axes) {
  Value::Map spec{{"_kind", "grid"}};
  for (const auto& [field, values] : axes) spec.set(field, values);
  return spec;
}

class GridRows : public DesignRows {
 public:
  GridRows(const Value::Map& spec_axes, std::vector<Axis> axes)
      : DesignRows(grid_spec(spec_axes), fields_of(axes), product_of_sizes(axes)),
        axes_(std::move(axes)) {}

  std::string_view kind() const override { return "grid"; }

  Value::Map overrides(std::int64_t run_id) const override {
    std::vector<std::size_t> index(axes_.size());
    auto rest = static_cast<std::uint64_t>(run_id);
    for (std::size_t i = axes_.size(); i-- > 0;) {
      index[i] = rest % axes_[i].values.size();
      rest /= axes_[i].values.size();
    }
    Value::Map result;
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      result.set(axes_[i].field, axes_[i].values[index[i]]);
    }
    return result;
  }

 private:
  std::vector<Axis> axes_;
};

}  // namespace

Design grid(const Value::Map& axes) {
  return Design(std::make_shared<GridRows>(axes, sorted_axes(axes)));
}

}  // namespace gmat_sweep
