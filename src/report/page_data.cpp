#include "report/page_data.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "analysis/columns.hpp"
#include "analysis/run_values.hpp"
#include "analysis/sobol_shape.hpp"
#include "base/clock.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/statistics.hpp"
#include "gmat_sweep/tables.hpp"
#include "report/facts.hpp"
#include "report/outputs.hpp"
#include "report/reduce.hpp"
#include "report/time_unit.hpp"

namespace gmat_sweep::report {

namespace {

// What keeps the page small however large the sweep is.
constexpr std::size_t most_outputs = 12;
constexpr std::size_t most_heat_inputs = 4;
constexpr std::size_t most_heat_outputs = 6;
constexpr std::size_t most_sampled = 1200;
constexpr std::size_t most_sampled_failures = 300;
constexpr std::size_t most_failures_listed = 1000;
constexpr std::size_t longest_message = 600;
constexpr std::size_t most_followed_values = 60000;
constexpr std::size_t most_convergence_points = 200;
constexpr std::size_t most_failure_groups = 50;

Value number(double value) {
  if (!std::isfinite(value)) return {};
  return std::strtod(fmt::format("{:.7g}", value).c_str(), nullptr);
}

Value count(std::size_t value) { return static_cast<std::int64_t>(value); }

template <class Range>
Value numbers(const Range& values) {
  Value::List list;
  for (double value : values) list.push_back(number(value));
  return list;
}

template <class Integer>
Value integers(const std::vector<Integer>& values) {
  Value::List list;
  for (Integer value : values) list.emplace_back(static_cast<std::int64_t>(value));
  return list;
}

Value texts(const std::vector<std::string>& values) {
  return Value::List(values.begin(), values.end());
}

Value histogram_value(const Histogram& histogram) {
  if (histogram.counts.empty()) return {};
  return Value::Map{{"low", number(histogram.low)},
                    {"high", number(histogram.high)},
                    {"counts", integers(histogram.counts)}};
}

/// One table of the sweep whose columns are shown.
struct ShownTable {
  std::string name;
  LazyTable table;
  std::vector<std::string> columns;
};

class PageData {
 public:
  PageData(const Manifest& manifest, const ReportOptions& options)
      : manifest_(manifest), options_(options), facts_(run_facts(manifest)) {}

  Value::Map gather() {
    if (facts_.ids.empty()) {
      throw SweepConfigError(fmt::format("{} records no run yet: there is nothing to report",
                                         manifest_.path().string()));
    }
    choose_sample();
    add_head();
    add_failures();
    add_inputs();
    add_outputs();
    return std::move(data_);
  }

 private:
  /// Runs for figures of points: evenly chosen, and of the failed ones enough to be seen.
  void choose_sample() {
    std::set<std::size_t> chosen;
    for (std::size_t run : evenly_chosen(facts_.ids.size(), most_sampled)) chosen.insert(run);
    for (std::size_t i : evenly_chosen(facts_.failures.size(), most_sampled_failures)) {
      chosen.insert(facts_.failures[i].run);
    }
    sample_.assign(chosen.begin(), chosen.end());
    Value::List ids;
    Value::List statuses;
    std::vector<double> durations;
    for (std::size_t run : sample_) {
      ids.emplace_back(facts_.ids[run]);
      statuses.emplace_back(to_string(facts_.statuses[run]));
      durations.push_back(facts_.durations_s[run]);
    }
    data_.set("sample", Value::Map{{"ids", std::move(ids)},
                                   {"statuses", std::move(statuses)},
                                   {"durations_s", numbers(durations)}});
  }

  std::string kind() const {
    const Value* kind = manifest_.header().parameter_spec.find("_kind");
    return kind == nullptr ? "grid" : kind->as_string();
  }

  void add_head() {
    const ManifestHeader& header = manifest_.header();
    const std::string script =
        header.inputs.empty() ? "" : header.inputs.front().path.filename().string();
    data_.set("title", !options_.title.empty() ? options_.title
                       : script.empty()        ? "Sweep"
                                               : script);
    data_.set("kind", kind());
    data_.set("run_count", count(facts_.ids.size()));
    data_.set("ok", count(facts_.count(RunStatus::ok)));
    data_.set("failed", count(facts_.count(RunStatus::failed)));
    data_.set("skipped", count(facts_.count(RunStatus::skipped)));
    data_.set("not_run", count(manifest_.missing_run_ids().size()));
    data_.set("durations", histogram_value(histogram_of(facts_.durations_s)));
    double total_s = 0;
    for (double duration : facts_.durations_s) total_s += duration;
    data_.set("run_seconds", number(total_s));

    Value::List rows;
    const auto add = [&](const char* name, const std::string& text) {
      if (!text.empty()) rows.emplace_back(Value::List{name, text});
    };
    add("Mission script", script);
    add("Script SHA-256", header.script_sha256);
    add("Design", kind());
    add("Seed", header.sweep_seed.is_null() ? "" : to_json(header.sweep_seed));
    add("Started", to_iso8601(facts_.first_start));
    add("Ended", to_iso8601(facts_.last_end));
    add("Engine",
        header.engine + (header.engine_version.empty() ? "" : " ") + header.engine_version);
    add("gmat-sweep",
        header.build_version.empty() ? header.gmat_sweep_version : header.build_version);
    add("Workers", header.backend);
    add("System", header.os_platform);
    add("Processor class", header.cpu_class);
    add("Hook", header.postprocess.value_or(""));
    add("Manifest", manifest_.path().filename().string());
    data_.set("provenance", std::move(rows));
  }

  /// The first line of a message without its numbers: what many runs' failures have in common.
  static std::string reason_of(const std::string& message) {
    std::string reason;
    for (char c : message.substr(0, message.find('\n'))) {
      const bool is_digit = c >= '0' && c <= '9';
      if (!is_digit) {
        reason += c;
      } else if (!reason.ends_with('#')) {
        reason += '#';
      }
    }
    return reason.empty() ? "(no message)" : reason.substr(0, 200);
  }

  std::string inputs_text(std::size_t run) const {
    std::vector<std::string> parts;
    for (const InputField& field : facts_.inputs) {
      const double value = field.values[run];
      if (std::isnan(value)) continue;
      parts.push_back(fmt::format("{} = {}", field.name,
                                  field.is_numeric()
                                      ? fmt::format("{:.7g}", value)
                                      : field.labels[static_cast<std::size_t>(value)]));
    }
    return fmt::format("{}", fmt::join(parts, ", "));
  }

  void add_failures() {
    std::map<std::string, std::size_t> counts;
    for (const RunFailure& failure : facts_.failures) ++counts[reason_of(failure.message)];
    std::vector<std::pair<std::string, std::size_t>> groups(counts.begin(), counts.end());
    std::ranges::stable_sort(groups, std::greater<>(),
                             &std::pair<std::string, std::size_t>::second);
    if (groups.size() > most_failure_groups) groups.resize(most_failure_groups);
    Value::List group_list;
    for (const auto& [reason, runs] : groups) {
      group_list.emplace_back(Value::Map{{"reason", reason}, {"count", count(runs)}});
    }
    Value::List rows;
    for (std::size_t i : evenly_chosen(facts_.failures.size(), most_failures_listed)) {
      const RunFailure& failure = facts_.failures[i];
      rows.emplace_back(Value::Map{{"run", facts_.ids[failure.run]},
                                   {"status", to_string(facts_.statuses[failure.run])},
                                   {"reason", reason_of(failure.message)},
                                   {"message", failure.message.substr(0, longest_message)},
                                   {"duration_s", number(facts_.durations_s[failure.run])},
                                   {"inputs", inputs_text(failure.run)}});
    }
    data_.set("failures", Value::Map{{"groups", std::move(group_list)},
                                     {"rows", std::move(rows)},
                                     {"total", count(facts_.failures.size())}});
  }

  Value sampled(const std::vector<double>& values) const {
    std::vector<double> chosen;
    for (std::size_t run : sample_) chosen.push_back(values[run]);
    return numbers(chosen);
  }

  void add_inputs() {
    Value::List list;
    for (const InputField& field : facts_.inputs) {
      Value::Map input{{"name", field.name}, {"values", sampled(field.values)}};
      if (!field.is_numeric()) input.set("labels", texts(field.labels));
      input.set("varies", count_distinct(field.values, 2) > 1);
      list.emplace_back(std::move(input));
    }
    data_.set("inputs", std::move(list));
  }

  std::vector<ShownTable> all_tables() const {
    std::vector<ShownTable> tables;
    const OutputNames names = output_names(manifest_);
    const auto add = [&](const std::string& name, const LazyTable& table) {
      std::vector<std::string> columns = numeric_columns(table);
      if (!columns.empty()) tables.push_back({name, table, std::move(columns)});
    };
    for (const std::string& name : names.reports) add(name, lazy_multiindex(manifest_, name));
    for (const std::string& name : names.ephemerides) add(name, lazy_ephemerides(manifest_, name));
    for (const std::string& key : names.extra_outputs) {
      try {
        add(key, lazy_extra_outputs(manifest_, key));
      } catch (const SweepConfigError&) {
        // What a hook wrote in a format of its own has no columns to show.
      }
    }
    return tables;
  }

  /// Leaves the columns asked for, or the first dozen.
  void choose_columns(std::vector<ShownTable>& tables) {
    std::vector<std::string> known;
    for (const ShownTable& table : tables) {
      known.insert(known.end(), table.columns.begin(), table.columns.end());
    }
    std::vector<std::string> unknown;
    for (const std::string& name : options_.columns) {
      if (std::ranges::find(known, name) == known.end()) unknown.push_back(name);
    }
    if (!unknown.empty()) {
      throw SweepConfigError(fmt::format("no output has a column of numbers \"{}\"; there are: {}",
                                         fmt::join(unknown, "\", \""), fmt::join(known, ", ")));
    }
    std::size_t room = options_.columns.empty() ? most_outputs : known.size();
    std::size_t left_out = 0;
    for (ShownTable& table : tables) {
      std::erase_if(table.columns, [&](const std::string& column) {
        if (options_.columns.empty()) return false;
        return std::ranges::find(options_.columns, column) == options_.columns.end();
      });
      if (table.columns.size() > room) {
        left_out += table.columns.size() - room;
        table.columns.resize(room);
      }
      room -= table.columns.size();
    }
    std::erase_if(tables, [](const ShownTable& table) { return table.columns.empty(); });
    data_.set("columns_left_out", count(left_out));
  }

  void add_outputs() {
    Value::List outputs;
    data_.set("followed", Value::List{});
    data_.set("heat", Value::List{});
    if (facts_.count(RunStatus::ok) > 0) {
      std::vector<ShownTable> tables = all_tables();
      choose_columns(tables);
      std::size_t column_count = 0;
      for (const ShownTable& table : tables) column_count += table.columns.size();
      OutputOptions reduction;
      // Fewer instants where many runs are interpolated at each.
      reduction.most_instants = facts_.ids.size() > 30000 ? 61 : 121;
      choose_followed(reduction, column_count);
      for (const ShownTable& table : tables) {
        const bool tell_apart = tables.size() > 1;
        TableOutputs reduced = reduce_outputs(table.table, table.columns, facts_.ids, reduction);
        for (Output& output : reduced.outputs) {
          if (tell_apart) output.name = table.name + ": " + output.name;
          add_heat(output, outputs.size());
          outputs.emplace_back(output_value(reduced, output));
        }
      }
    }
    data_.set("outputs", std::move(outputs));
    data_.set("is_random", is_random());
    data_.set("is_sobol", kind() == "sobol");
  }

  bool is_random() const {
    return kind().find("monte_carlo") != std::string::npos ||
           kind().find("latin_hypercube") != std::string::npos || kind() == "halton";
  }

  /// Runs whose values over time are kept, so that the picker can draw them.
  void choose_followed(OutputOptions& reduction, std::size_t column_count) {
    std::vector<std::int64_t> candidates;
    for (std::size_t run : sample_) {
      if (facts_.statuses[run] == RunStatus::ok) candidates.push_back(facts_.ids[run]);
    }
    const std::size_t values_a_run =
        std::max<std::size_t>(1, reduction.most_instants * column_count);
    const std::size_t most = std::max<std::size_t>(5, most_followed_values / values_a_run);
    for (std::size_t i : evenly_chosen(candidates.size(), most)) {
      reduction.followed.push_back(candidates[i]);
    }
    data_.set("followed", integers(reduction.followed));
  }

  Value output_value(const TableOutputs& table, const Output& output) const {
    Value::Map value{{"name", output.name},
                     {"values", sampled(output.finals)},
                     {"varies", varies(output.finals)},
                     {"histogram", histogram_value(histogram_of(output.finals))}};
    if (output.band) add_band(value, table, output);
    if (is_random()) value.set("convergence", convergence_value(output));
    if (kind() == "sobol") value.set("sobol", sobol_value(output));
    Value::List correlations;
    for (const InputField& field : facts_.inputs) {
      correlations.push_back(
          field.is_numeric() ? number(rank_correlation(field.values, output.finals)) : Value());
    }
    value.set("correlations", std::move(correlations));
    return value;
  }

  static void add_band(Value::Map& value, const TableOutputs& table, const Output& output) {
    const TimeUnit unit = time_unit_for(table.elapsed_s.back());
    std::vector<double> times;
    for (double seconds : table.elapsed_s) times.push_back(seconds / unit.seconds);
    Value::List followed;
    for (const auto& values : output.followed) followed.push_back(numbers(values));
    value.set("band", Value::Map{{"unit", unit.name},
                                 {"interpolated", table.is_interpolated},
                                 {"times", numbers(times)},
                                 {"low", numbers(output.band->low)},
                                 {"middle", numbers(output.band->middle)},
                                 {"high", numbers(output.band->high)},
                                 {"followed", std::move(followed)}});
  }

  static Value convergence_value(const Output& output) {
    Value::List points;
    for (const ConvergencePoint& point : convergence_of(output.finals, most_convergence_points)) {
      points.emplace_back(Value::List{point.n, number(point.mean), number(point.half_width)});
    }
    return points;
  }

  Value sobol_value(const Output& output) const {
    const SobolShape shape = sobol_shape(manifest_);
    std::vector<double> values(static_cast<std::size_t>(shape.run_count), missing);
    for (std::size_t run = 0; run < facts_.ids.size(); ++run) {
      const std::int64_t id = facts_.ids[run];
      if (id >= 0 && id < shape.run_count)
        values[static_cast<std::size_t>(id)] = output.finals[run];
    }
    try {
      const SobolIndices indices = sobol_analyze(shape.fields, values, shape.second_order);
      return Value::Map{{"rows", sobol_rows(indices.table)}, {"failed", indices.failed_count}};
    } catch (const SweepConfigError& error) {
      return Value::Map{{"problem", error.what()}};
    }
  }

  static Value sobol_rows(const Table& table) {
    Value::List rows;
    const auto& kinds = std::get<std::vector<std::string>>(table.find("kind")->values);
    const auto& fields = std::get<std::vector<std::string>>(table.find("param_a")->values);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      if (kinds[i] == "S2") continue;
      rows.emplace_back(Value::List{kinds[i], fields[i], number(real_at(*table.find("value"), i)),
                                    number(real_at(*table.find("conf"), i))});
    }
    return rows;
  }

  void add_heat(const Output& output, std::size_t output_number) {
    if (output_number >= most_heat_outputs || !varies(output.finals)) return;
    std::vector<std::size_t> varying;
    for (std::size_t i = 0; i < facts_.inputs.size() && varying.size() < most_heat_inputs; ++i) {
      if (count_distinct(facts_.inputs[i].values, 2) > 1) varying.push_back(i);
    }
    Value::List maps = data_.find("heat")->as_list();
    for (std::size_t a = 0; a < varying.size(); ++a) {
      for (std::size_t b = a + 1; b < varying.size(); ++b) {
        const InputField x = with_even_cells(facts_.inputs[varying[a]]);
        const InputField y = with_even_cells(facts_.inputs[varying[b]]);
        const HeatMap map = heat_map_of(x, y, output.finals);
        maps.emplace_back(Value::Map{{"x", count(varying[a])},
                                     {"y", count(varying[b])},
                                     {"x_labels", texts(x.labels)},
                                     {"y_labels", texts(y.labels)},
                                     {"output", count(output_number)},
                                     {"x_edges", numbers(map.x_edges)},
                                     {"y_edges", numbers(map.y_edges)},
                                     {"means", numbers(map.means)},
                                     {"counts", integers(map.counts)}});
      }
    }
    data_.set("heat", std::move(maps));
  }

  const Manifest& manifest_;
  const ReportOptions& options_;
  RunFacts facts_;
  std::vector<std::size_t> sample_;  // positions of runs, rising
  Value::Map data_;
};

}  // namespace

Value::Map page_data(const Manifest& manifest, const ReportOptions& options) {
  return PageData(manifest, options).gather();
}

}  // namespace gmat_sweep::report
