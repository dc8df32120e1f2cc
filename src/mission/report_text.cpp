#include "mission/report_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "mission/tables/output_fields.hpp"

namespace gmat_sweep::mission {
namespace {

using tables::report_file_fields;

/// GMAT's marks of a value that is not there, printed as NaN.
constexpr double undefined = -987654321.0123e-45;
constexpr double undefined_large = -9876543210.0123;

/// Delimiters have names in GMAT.
char delimiter_of(const std::string& text) {
  if (text == "Space" || text.empty()) return ' ';
  if (text == "Comma") return ',';
  if (text == "Tab") return '\t';
  if (text == "SemiColon" || text == "Semicolon") return ';';
  return text.front();
}

}  // namespace

ReportText::ReportText(const std::vector<FieldValue>& fields) {
  const auto number = [&](std::size_t index) { return std::get<double>(fields[index]); };
  const auto flag = [&](std::size_t index) { return std::get<bool>(fields[index]); };
  width_ = static_cast<std::size_t>(number(field_index(report_file_fields, "ColumnWidth")));
  precision_ = static_cast<int>(number(field_index(report_file_fields, "Precision")));
  headers_ = flag(field_index(report_file_fields, "WriteHeaders"));
  left_ = flag(field_index(report_file_fields, "LeftJustify"));
  zero_fill_ = flag(field_index(report_file_fields, "ZeroFill"));
  fixed_width_ = flag(field_index(report_file_fields, "FixedWidth"));
  delimiter_ =
      delimiter_of(std::get<std::string>(fields[field_index(report_file_fields, "Delimiter")]));
}

std::string ReportText::number(double value) const {
  if (std::isnan(value) || value == undefined || value == undefined_large) return "NaN";
  return zero_fill_ ? fmt::format("{:#.{}g}", value, precision_)
                    : fmt::format("{:.{}g}", value, precision_);
}

std::string ReportText::array_line(std::span<const double> values) const {
  std::string line;
  for (const double value : values) {
    line += zero_fill_ ? fmt::format("{:{}.{}e} ", value, precision_ + 4, precision_)
                       : fmt::format("{:.{}g} ", value, precision_);
  }
  return line;
}

std::size_t ReportText::column_width(std::string_view name) const {
  std::size_t width = std::max(name.size(), width_);
  if (name.find("Gregorian") != std::string_view::npos) width = std::max<std::size_t>(width, 24);
  return width;
}

void ReportText::pad(std::string_view cell, std::size_t width) {
  const std::size_t missing = cell.size() < width ? width - cell.size() : 0;
  if (!left_) text_.append(missing, fill_);
  text_ += cell;
  if (left_) text_.append(missing, fill_);
}

void ReportText::step_header(std::span<const std::string_view> names) {
  first_step_ = false;
  if (!headers_) return;
  fill_ = delimiter_;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (fixed_width_) {
      pad(names[i], column_width(names[i]) + 3);
      continue;
    }
    text_ += names[i];
    if (i + 1 < names.size()) text_ += delimiter_;
  }
  text_ += '\n';
}

void ReportText::report_header(std::span<const std::string_view> names) {
  const char kept = std::exchange(fill_, ' ');
  for (const auto name : names) {
    pad(name, width_);
    text_ += "   ";
  }
  fill_ = kept;
  text_ += '\n';
}

std::size_t ReportText::width_of(const Row& row, std::size_t column, bool by_report) const {
  const std::size_t blanks = headers_ || by_report ? 3 : 0;
  const std::size_t plain = (headers_ ? column_width(row.names[column]) : width_) + blanks;
  const std::size_t length = row.array_lengths[column];
  if (length == 0) return plain;
  return headers_ ? std::max(plain, length + blanks) : length + blanks;
}

void ReportText::add_row(const Row& row, bool by_report) {
  const auto& cells = row.cells;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (fixed_width_) {
      pad(cells[i], width_of(row, i, by_report));
      continue;
    }
    text_ += cells[i];
    if (i + 1 < cells.size()) text_ += delimiter_;
  }
  text_ += '\n';
}

void ReportText::remove_last_line() {
  if (text_.empty()) return;
  const auto end = text_.rfind('\n', text_.size() - 2);
  text_.erase(end == std::string::npos ? 0 : end + 1);
}

void ReportText::add_step_row(const Row& row) {
  if (first_step_) step_header(row.names);
  add_row(row, false);
}

void ReportText::add_report_row(const Row& row, bool first) {
  if (first && headers_) report_header(row.names);
  add_row(row, true);
}

}  // namespace gmat_sweep::mission
