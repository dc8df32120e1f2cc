#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "analysis/columns.hpp"
#include "gmat_sweep/tables.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {
namespace {

constexpr std::size_t longest_cell = 48;
constexpr std::string_view gap = "  ";

/// Code points, which is what a terminal shows of most text.
std::size_t text_width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

/// Text on one line and no longer than a cell may be.
std::string clipped(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  if (text_width(text) <= longest_cell) return text;
  std::size_t end = 0;
  for (std::size_t shown = 0; end < text.size(); ++end) {
    bool starts = (static_cast<unsigned char>(text[end]) & 0xc0U) != 0x80U;
    if (starts && ++shown == longest_cell) break;
  }
  return text.substr(0, end) + "…";
}

std::string cell(const Column& column, std::size_t row) {
  if (store::is_missing(column, row)) {
    if (std::holds_alternative<std::vector<double>>(column.values)) return "NaN";
    return std::holds_alternative<std::vector<Timestamp>>(column.values) ? "NaT" : "NA";
  }
  if (const auto* reals = std::get_if<std::vector<double>>(&column.values)) {
    return fmt::format("{:.10g}", (*reals)[row]);
  }
  return clipped(to_text(column, row));
}

/// One column ready to be printed, its name first.
struct PrintedColumn {
  std::vector<std::string> cells;
  std::size_t width = 0;
  bool is_text = false;
};

/// @param gap_at  the row before which rows were left out; nothing when all are there
PrintedColumn printed(const Column& column, std::optional<std::size_t> gap_at) {
  PrintedColumn result;
  result.is_text = std::holds_alternative<std::vector<std::string>>(column.values);
  result.cells.push_back(clipped(column.name));
  for (std::size_t row = 0; row <= column.size(); ++row) {
    if (row == gap_at) result.cells.emplace_back("...");
    if (row < column.size()) result.cells.push_back(cell(column, row));
  }
  for (const std::string& text : result.cells)
    result.width = std::max(result.width, text_width(text));
  return result;
}

PrintedColumn ellipsis(std::size_t cell_count) {
  return {std::vector<std::string>(cell_count, "..."), 3, true};
}

std::size_t line_width(const std::vector<PrintedColumn>& columns) {
  std::size_t width = columns.empty() ? 0 : gap.size() * (columns.size() - 1);
  for (const PrintedColumn& column : columns) width += column.width;
  return width;
}

/// Takes columns out, from the last but one towards the start, until a line fits.
void fit(std::vector<PrintedColumn>& columns, std::size_t max_width, std::size_t least) {
  if (max_width == 0 || line_width(columns) <= max_width || columns.size() < 3) return;
  auto gone = columns.end() - 2;
  *gone = ellipsis(columns.front().cells.size());
  while (line_width(columns) > max_width && columns.size() > least + 2) {
    columns.erase(columns.end() - 3);
  }
}

void print_line(const std::vector<PrintedColumn>& columns, std::size_t line, std::ostream& out) {
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string& value = columns[i].cells[line];
    std::string padding(columns[i].width - text_width(value), ' ');
    if (i > 0) text += gap;
    text += columns[i].is_text ? value + padding : padding + value;
  }
  text.erase(text.find_last_not_of(' ') + 1);
  out << text << '\n';
}

}  // namespace

void print_table(const LazyTable& table, std::ostream& out, const PrintOptions& options) {
  std::int64_t row_count = table.row_count();
  std::int64_t head = std::max<std::int64_t>(options.head, 0);
  std::int64_t tail = std::max<std::int64_t>(options.tail, 0);
  bool whole = row_count <= head + tail;
  Table rows = whole ? table.collect() : table.slice(0, head);
  if (!whole) store::append_rows(rows, table.slice(row_count - tail, tail));
  std::optional<std::size_t> gap_at;
  if (!whole) gap_at = static_cast<std::size_t>(head);
  std::vector<PrintedColumn> columns;
  for (const Column& column : rows.columns) columns.push_back(printed(column, gap_at));
  fit(columns, options.max_width, std::max<std::size_t>(table.index().size(), 1));
  std::size_t line_count = columns.empty() ? 0 : columns.front().cells.size();
  for (std::size_t line = 0; line < line_count; ++line) print_line(columns, line, out);
  out << fmt::format("[{} {} x {} columns]\n", row_count, row_count == 1 ? "row" : "rows",
                     rows.columns.size());
}

}  // namespace gmat_sweep
