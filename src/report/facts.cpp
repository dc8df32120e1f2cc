#include "report/facts.hpp"

#include <algorithm>
#include <map>

#include "analysis/columns.hpp"

namespace gmat_sweep::report {

namespace {

/// Takes one field's values as they come, as numbers until one is none.
class FieldGatherer {
 public:
  explicit FieldGatherer(std::size_t run_count) : values_(run_count, missing) {}

  void add(std::size_t run, const Value& value) {
    if (value.is_null()) return;
    if (value.is_number() && numeric_) {
      values_[run] = value.as_real();
      return;
    }
    if (numeric_) relabel_numbers();
    values_[run] = label(value.is_string() ? value.as_string() : to_json(value));
  }

  /// Labels are put into alphabetical order.
  InputField field(const std::string& name) && {
    if (numeric_) return {name, std::move(values_)};
    std::vector<double> ranks(labels_.size());
    std::vector<std::string> labels;
    for (const auto& [text, code] : labels_) {
      ranks[code] = static_cast<double>(labels.size());
      labels.push_back(text);
    }
    for (double& value : values_) {
      if (value == value) value = ranks[static_cast<std::size_t>(value)];
    }
    return {name, std::move(values_), std::move(labels)};
  }

 private:
  double label(const std::string& text) {
    return static_cast<double>(labels_.emplace(text, labels_.size()).first->second);
  }

  void relabel_numbers() {
    numeric_ = false;
    for (double& value : values_) {
      if (value == value) value = label(to_shortest(value));
    }
  }

  std::vector<double> values_;
  std::map<std::string, std::size_t> labels_;
  bool numeric_ = true;
};

}  // namespace

std::size_t RunFacts::count(RunStatus status) const {
  return static_cast<std::size_t>(std::ranges::count(statuses, status));
}

std::size_t RunFacts::position(std::int64_t run_id) const {
  const auto found = std::ranges::lower_bound(ids, run_id);
  if (found == ids.end() || *found != run_id) return ids.size();
  return static_cast<std::size_t>(found - ids.begin());
}

RunFacts run_facts(const Manifest& manifest) {
  RunFacts facts;
  std::map<std::string, FieldGatherer> fields;
  const std::size_t count = manifest.runs().size();
  for (const RunRecord& record : manifest.runs()) {
    const std::size_t run = facts.ids.size();
    const ManifestEntry entry = manifest.entry(record);
    const RunOutcome& outcome = entry.outcome;
    facts.ids.push_back(outcome.run_id);
    facts.statuses.push_back(outcome.status);
    facts.durations_s.push_back(outcome.duration_s);
    for (const auto& [name, value] : entry.overrides) {
      fields.try_emplace(name, count).first->second.add(run, value);
    }
    if (outcome.status != RunStatus::ok) {
      facts.failures.push_back({run, outcome.error_text.value_or("")});
    }
    if (run == 0 || outcome.started_at < facts.first_start) facts.first_start = outcome.started_at;
    if (run == 0 || outcome.ended_at > facts.last_end) facts.last_end = outcome.ended_at;
  }
  for (auto& [name, gatherer] : fields) facts.inputs.push_back(std::move(gatherer).field(name));
  return facts;
}

}  // namespace gmat_sweep::report
