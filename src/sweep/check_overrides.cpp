#include "sweep/check_overrides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {

namespace {

class Complaints {
 public:
  explicit Complaints(const Engine& engine) : engine_(engine) {}

  void check(const Value::Map& overrides) {
    try {
      engine_.check_overrides(overrides);
    } catch (const SweepConfigError& error) {
      const std::string message = error.what();
      if (std::ranges::find(messages_, message) == messages_.end()) messages_.push_back(message);
    }
  }

  bool empty() const { return messages_.empty(); }
  /// More of the same would not help.
  bool enough() const { return messages_.size() >= 20; }

  void throw_if_any() const {
    if (!empty()) throw SweepConfigError(fmt::format("{}", fmt::join(messages_, "\n")));
  }

 private:
  const Engine& engine_;
  std::vector<std::string> messages_;
};

void check_axes(const Value::Map& grid, Complaints& complaints) {
  for (const auto& [field, values] : grid) {
    if (field == "_kind") continue;
    for (const Value& value : values.as_list()) {
      if (complaints.enough()) return;
      complaints.check({{field, value}});
    }
  }
}

}  // namespace

void check_overrides(const Engine& engine, const RunSet& runs) {
  if (runs.size() == 0) return;
  Complaints complaints(engine);
  complaints.check(runs.at(0).overrides);
  // The first run's complaint holds all fields that are not there; values come after.
  complaints.throw_if_any();
  if (runs.design().kind() == "grid") {
    check_axes(runs.design().parameter_spec(), complaints);
  } else if (runs.design().kind() == "explicit") {
    for (std::int64_t i = 1; i < runs.size() && !complaints.enough(); ++i) {
      complaints.check(runs.at(i).overrides);
    }
  }
  complaints.throw_if_any();
}

}  // namespace gmat_sweep
