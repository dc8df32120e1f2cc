#include "design/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>

#include "base/files.hpp"
#include "design/csv.hpp"
#include "design/python_text.hpp"
#include "gmat_sweep/errors.hpp"

namespace gmat_sweep {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// What pandas.read_csv takes for a missing value.
bool is_missing(std::string_view text) {
  constexpr std::array<std::string_view, 18> markers = {
      "",     "#N/A", "#N/A N/A", "#NA",  "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND",
      "<NA>", "N/A",  "NA",       "NULL", "NaN",     "None",     "n/a",  "nan",  "null"};
  return std::ranges::find(markers, text) != markers.end() || text == "1.#QNAN";
}

std::optional<bool> boolean(std::string_view text) {
  if (text == "True" || text == "TRUE" || text == "true") return true;
  if (text == "False" || text == "FALSE" || text == "false") return false;
  return std::nullopt;
}

/// A number as pandas reads one, which unlike Python's int and float takes no underscores.
std::optional<Value> integer(std::string_view text) {
  if (text.find('_') != std::string_view::npos) return std::nullopt;
  auto value = python_int(text);
  return value && value->is_integer() ? value : std::nullopt;
}

std::optional<double> real(std::string_view text) {
  if (text.find('_') != std::string_view::npos) return std::nullopt;
  return python_float(text);
}

enum class CellType { integer, real, boolean, text };

CellType column_type(const std::vector<CsvRecord>& records, std::size_t column) {
  bool integers = true;
  bool reals = true;
  bool booleans = true;
  for (std::size_t r = 1; r < records.size(); ++r) {
    const std::string& cell = records[r].cells[column];
    if (is_missing(cell)) {
      integers = false;
      continue;
    }
    integers = integers && integer(cell);
    reals = reals && real(cell);
    booleans = booleans && boolean(cell);
  }
  if (integers) return CellType::integer;
  if (reals) return CellType::real;
  return booleans ? CellType::boolean : CellType::text;
}

Value cell_value(const std::string& cell, CellType type) {
  if (is_missing(cell)) return nan;
  switch (type) {
    case CellType::integer:
      return *integer(cell);
    case CellType::real:
      return *real(cell);
    case CellType::boolean:
      return *boolean(cell);
    case CellType::text:
      break;
  }
  return cell;
}

void fill_short_rows(std::vector<CsvRecord>& records, const std::filesystem::path& path) {
  const std::size_t width = records[0].cells.size();
  for (CsvRecord& record : records) {
    if (record.cells.size() > width) {
      throw SweepConfigError(fmt::format("{}:{}: {} values for {} columns", path.string(),
                                         record.line, record.cells.size(), width));
    }
    record.cells.resize(width);
  }
}

bool counts_rows(const Samples& samples, std::size_t column) {
  for (std::size_t r = 0; r < samples.rows.size(); ++r) {
    if (samples.rows[r].as_list()[column] != Value(static_cast<std::int64_t>(r))) return false;
  }
  return !samples.rows.empty();
}

Samples without_run_id(Samples samples) {
  const auto found = std::ranges::find(samples.columns, "run_id");
  if (found == samples.columns.end()) return samples;
  const auto column = found - samples.columns.begin();
  if (!counts_rows(samples, static_cast<std::size_t>(column))) return samples;
  samples.columns.erase(found);
  for (Value& row : samples.rows) {
    Value::List cells = row.as_list();
    cells.erase(cells.begin() + column);
    row = Value(std::move(cells));
  }
  return samples;
}

std::string timestamp_text(Timestamp time) {
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  using std::chrono::floor;
  const std::chrono::sys_time<std::chrono::nanoseconds> instant{std::chrono::nanoseconds(time.ns)};
  const auto rounded = std::chrono::round<std::chrono::milliseconds>(instant);
  const auto day = floor<std::chrono::days>(rounded);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(rounded - day);
  return fmt::format("{:02d} {} {:04d} {:02d}:{:02d}:{:02d}.{:03d}",
                     static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

Value table_cell(const Column& column, std::size_t row) {
  if (!column.valid.empty() && !column.valid[row]) return nan;
  if (const auto* times = std::get_if<std::vector<Timestamp>>(&column.values)) {
    return (*times)[row] == Timestamp::missing() ? Value(nan)
                                                 : Value(timestamp_text((*times)[row]));
  }
  if (const auto* reals = std::get_if<std::vector<double>>(&column.values)) return (*reals)[row];
  if (const auto* flags = std::get_if<std::vector<bool>>(&column.values)) {
    return Value(static_cast<bool>((*flags)[row]));
  }
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    return (*integers)[row];
  }
  return std::get<std::vector<std::string>>(column.values)[row];
}

}  // namespace

Samples parse_csv_samples(std::string_view text, const std::filesystem::path& path) {
  std::vector<CsvRecord> records;
  try {
    records = parse_csv(text);
  } catch (const SweepConfigError& error) {
    throw SweepConfigError(fmt::format("{}: {}", path.string(), error.what()));
  }
  if (records.empty()) {
    throw SweepConfigError(
        fmt::format("{}: no columns: the first line must name the fields", path.string()));
  }
  fill_short_rows(records, path);

  Samples samples{records[0].cells, {}};
  std::vector<CellType> types;
  for (std::size_t c = 0; c < samples.columns.size(); ++c) types.push_back(column_type(records, c));
  for (std::size_t r = 1; r < records.size(); ++r) {
    Value::List row;
    for (std::size_t c = 0; c < types.size(); ++c) {
      row.push_back(cell_value(records[r].cells[c], types[c]));
    }
    samples.rows.emplace_back(std::move(row));
  }
  return without_run_id(std::move(samples));
}

Samples read_csv_samples(const std::filesystem::path& path) {
  if (!std::filesystem::is_regular_file(path)) {
    throw SweepConfigError(fmt::format("samples file not found: {}", path.string()));
  }
  return parse_csv_samples(read_file(path), path);
}

Samples samples_from_table(const Table& table) {
  Samples samples;
  for (const Column& column : table.columns) samples.columns.push_back(column.name);
  for (std::size_t r = 0; r < table.row_count(); ++r) {
    Value::List row;
    for (const Column& column : table.columns) row.push_back(table_cell(column, r));
    samples.rows.emplace_back(std::move(row));
  }
  return without_run_id(std::move(samples));
}

}  // namespace gmat_sweep
