#include "mission/report.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>

#include "mission/evaluate.hpp"
#include "mission/tables/output_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using tables::report_file_fields;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t ns_per_day = 86'400'000'000'000;

Column make_column(const TableColumn& column) {
  switch (column.type) {
    case ColumnType::timestamp:
      return {column.name, std::vector<Timestamp>{}};
    case ColumnType::text:
      return {column.name, std::vector<std::string>{}};
    case ColumnType::real:
      break;
  }
  return {column.name, std::vector<double>{}};
}

/// Adds a missing value where the row just added left a column without one.
void fill(Column& column, std::size_t rows) {
  if (auto* reals = std::get_if<std::vector<double>>(&column.values)) {
    reals->resize(rows, nan);
  } else if (auto* times = std::get_if<std::vector<Timestamp>>(&column.values)) {
    times->resize(rows, Timestamp::missing());
  } else if (auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
    if (texts->size() == rows) {
      if (!column.valid.empty()) column.valid.resize(rows, true);
      return;
    }
    column.valid.resize(texts->size(), true);
    texts->resize(rows);
    column.valid.resize(rows, false);
  }
}

int number_at(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) value = value * 10 + (text[i] - '0');
  return value;
}

unsigned month_of(std::string_view name) {
  for (unsigned i = 0; i < astro::month_names.size(); ++i) {
    if (astro::month_names[i] == name) return i + 1;
  }
  return 1;
}

Timestamp timestamp_of(const ReportColumn& column, RunState& state) {
  const auto& parameter = *column.value.parameter;
  if (parameter.kind == ParameterKind::gregorian) {
    const auto& view = state.view(column.value.index);
    const auto system = parameter.format->system;
    const bool in_leap_second =
        system == astro::TimeSystem::utc &&
        state.times().is_in_leap_second(view.spacecraft().epoch.mjd, astro::TimeSystem::a1);
    return timestamp_of_gregorian(view.mjd(system), in_leap_second);
  }
  return timestamp_of_mjd(evaluate_real(column.value, state));
}

}  // namespace

Timestamp timestamp_of_gregorian(double mjd, bool in_leap_second) {
  // The steps and roundings of GMAT's conversion to calendar text.
  constexpr double ms_per_day = 86'400'000.0;
  const double days = in_leap_second ? mjd + 0.5 - 1.0 / 86'400.0 : mjd + 0.5;
  const auto whole = static_cast<std::int64_t>(days);
  auto ms = static_cast<std::int64_t>(
      std::floor((days - static_cast<double>(whole)) * 86'400.0 * 1e3 + 0.5));
  if (in_leap_second) ms = static_cast<std::int64_t>(ms_per_day) - 1;
  // 5 Jan 1941 is 10588 days before 1970.
  return {(whole - 10'588) * ns_per_day + ms * 1'000'000};
}

Timestamp timestamp_of_gregorian(std::string_view text) {
  using namespace std::chrono;
  const year_month_day date{year(number_at(text, 7, 4)), month(month_of(text.substr(3, 3))),
                            day(static_cast<unsigned>(number_at(text, 0, 2)))};
  const std::int64_t days = sys_days(date).time_since_epoch().count();
  std::int64_t ms = number_at(text, 12, 2) * 3'600'000LL + number_at(text, 15, 2) * 60'000LL;
  const int second = number_at(text, 18, 2);
  ms += second > 59 ? 59'999 : second * 1000LL + number_at(text, 21, 3);
  return {days * ns_per_day + ms * 1'000'000};
}

Timestamp timestamp_of_mjd(double mjd) {
  // 5 Jan 1941 12:00 is 10587.5 days before 1970. Days are turned into
  // nanoseconds as pandas.to_timedelta does: the fraction is rounded to 13
  // digits, then cut.
  if (!std::isfinite(mjd)) return Timestamp::missing();
  const double whole = std::trunc(mjd);
  const double fraction = std::round((mjd - whole) * 1e13) / 1e13;
  const auto ns = static_cast<std::int64_t>(whole) * ns_per_day +
                  static_cast<std::int64_t>(fraction * static_cast<double>(ns_per_day));
  return {ns - (10'587 * ns_per_day + ns_per_day / 2)};
}

Report::Report(const ReportInfo& info, RunState& state, bool with_text)
    : info_(info), state_(state) {
  for (const auto& column : info.columns) columns_.push_back(make_column(column));
  const auto& fields = state.fields()[info.object];
  if (with_text) text_.emplace(fields);
  write_steps_ = std::get<bool>(fields[field_index(report_file_fields, "WriteReport")]);
  const auto& iterations =
      std::get<std::string>(fields[field_index(report_file_fields, "SolverIterations")]);
  all_iterations_ = iterations == "All";
  no_iterations_ = iterations == "None";
}

void Report::add_step(double epoch_a1_mjd, Stage stage) {
  if (info_.added.empty() || !write_steps_) return;
  if (stage == Stage::solving && !all_iterations_) return;
  if (epoch_a1_mjd == last_step_a1_mjd_ && !all_iterations_) return;
  last_step_a1_mjd_ = epoch_a1_mjd;
  const bool of_solution = stage == Stage::solved && no_iterations_;
  if (of_solution && last_is_of_solution_) remove_last_row();
  last_is_of_solution_ = of_solution;
  add_values(info_.added);
  add_cells(info_.added, false, false);
}

void Report::remove_last_row() {
  --rows_;
  for (auto& column : columns_) {
    std::visit([](auto& values) { values.pop_back(); }, column.values);
    if (!column.valid.empty()) column.valid.pop_back();
  }
  for (std::size_t i = 0; text_ && i < last_row_lines_; ++i) text_->remove_last_line();
}

void Report::add_row(const std::vector<ReportColumn>& columns, bool first) {
  last_is_of_solution_ = false;
  add_values(columns);
  add_cells(columns, true, first);
}

void Report::add_values(const std::vector<ReportColumn>& columns) {
  ++rows_;
  for (const auto& column : columns) {
    if (column.value.type == ValueType::matrix) {
      add_elements(column);
      continue;
    }
    auto& values = columns_[column.table_column].values;
    if (auto* reals = std::get_if<std::vector<double>>(&values)) {
      if (reals->size() < rows_) reals->push_back(evaluate_real(column.value, state_));
    } else if (auto* times = std::get_if<std::vector<Timestamp>>(&values)) {
      if (times->size() < rows_) times->push_back(timestamp_of(column, state_));
    } else if (auto* texts = std::get_if<std::vector<std::string>>(&values)) {
      if (texts->size() < rows_) {
        texts->push_back(std::get<std::string>(evaluate(column.value, state_)));
      }
    }
  }
  for (auto& column : columns_) fill(column, rows_);
}

/// An array's elements, one to a column.
void Report::add_elements(const ReportColumn& column) {
  const auto array = std::get<Matrix>(evaluate(column.value, state_));
  for (std::size_t i = 0; i < array.values.size(); ++i) {
    auto& values = std::get<std::vector<double>>(columns_[column.table_column + i].values);
    if (values.size() < rows_) values.push_back(array.values[i]);
  }
}

/// Whether its text is an array's: an Array of one element too, though it counts as a number
/// elsewhere.
bool Report::is_array(const ReportColumn& column) const {
  if (column.value.type == ValueType::matrix) return true;
  // A(1,1) is a number in GMAT, A is not.
  return column.value.kind == Expression::Kind::element &&
         state_.program().objects[column.value.object].name == column.name;
}

/// What stands in a column, a text for each line: an array has a line for each of its rows.
std::vector<std::string> Report::cells(const ReportColumn& column) {
  const auto value = evaluate(column.value, state_);
  if (const auto* text = std::get_if<std::string>(&value)) return {*text};
  if (const auto* number = std::get_if<double>(&value)) {
    return {is_array(column) ? text_->array_line({number, 1}) : text_->number(*number)};
  }
  const auto& array = std::get<Matrix>(value);
  std::vector<std::string> lines;
  lines.reserve(array.rows);
  const std::span<const double> values(array.values);
  for (std::size_t row = 0; row < array.rows; ++row) {
    lines.push_back(text_->array_line(values.subspan(row * array.columns, array.columns)));
  }
  return lines;
}

void Report::add_cells(const std::vector<ReportColumn>& columns, bool by_report, bool first) {
  if (!text_) return;
  std::vector<std::string_view> names;
  std::vector<std::vector<std::string>> lines;
  std::vector<std::size_t> array_lengths;
  std::size_t line_count = 1;
  for (const auto& column : columns) {
    names.push_back(column.name);
    lines.push_back(cells(column));
    line_count = std::max(line_count, lines.back().size());
    const bool array = is_array(column);
    array_lengths.push_back(array ? std::ranges::max(lines.back(), {}, &std::string::size).size()
                                  : 0);
  }
  last_row_lines_ = line_count;
  std::vector<std::string> row(columns.size());
  for (std::size_t line = 0; line < line_count; ++line) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = line < lines[i].size() ? lines[i][line] : std::string();
    }
    if (by_report) {
      text_->add_report_row({names, row, array_lengths}, first && line == 0);
    } else {
      text_->add_step_row({names, row, array_lengths});
    }
  }
}

Table Report::take_table() {
  Table table{std::move(columns_)};
  if (table.find("time") != nullptr) return table;
  for (const auto& column : table.columns) {
    if (!std::holds_alternative<std::vector<Timestamp>>(column.values)) continue;
    auto copy = column;
    copy.name = "time";
    table.columns.push_back(std::move(copy));
    break;
  }
  return table;
}

}  // namespace gmat_sweep::mission
