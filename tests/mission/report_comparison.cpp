#include "mission/report_comparison.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <optional>
#include <regex>
#include <sstream>

#include "mission/report.hpp"

namespace gmat_sweep::test {
namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::size_t at = line.find_first_not_of(' ');
  while (at < line.size()) {
    const std::size_t gap = line.find("  ", at);
    cells.push_back(line.substr(at, gap == std::string::npos ? gap : gap - at));
    while (!cells.back().empty() && cells.back().back() == ' ') cells.back().pop_back();
    at = gap == std::string::npos ? line.size() : line.find_first_not_of(' ', gap);
  }
  return cells;
}

bool is_epoch(const std::string& cell) {
  static const std::regex gregorian(R"(\d\d \w{3} \d{4} \d\d:\d\d:\d\d\.\d+)");
  return std::regex_match(cell, gregorian);
}

bool is_header(const std::vector<std::string>& cells) {
  static const std::regex name(R"([A-Za-z_]\w*([.(].*)?)");
  return !cells.empty() && !is_epoch(cells.front()) && cells.front() != "NaN" &&
         std::regex_match(cells.front(), name);
}

bool is_angle(const std::string& column) {
  static const std::regex angle(
      R"(.*\.(TA|MA|EA|HA|AOP|RAAN|RA|RAV|Longitude|AZI|LST|MHA|MLONG|TLONG))");
  return std::regex_match(column, angle);
}

std::optional<double> number_of(const std::string& cell) {
  if (is_epoch(cell)) {
    return static_cast<double>(mission::timestamp_of_gregorian(cell).ns) * 1e-9;
  }
  char* end = nullptr;
  const double value = std::strtod(cell.c_str(), &end);
  if (end == cell.c_str() || *end != '\0') return std::nullopt;
  return value;
}

double difference(const std::string& column, const std::string& a, const std::string& b) {
  const auto x = number_of(a);
  const auto y = number_of(b);
  if (!x || !y) return a == b ? 0.0 : std::numeric_limits<double>::infinity();
  double d = std::abs(*x - *y);
  if (is_angle(column)) {
    d = std::fmod(d, 360.0);
    d = std::min(d, 360.0 - d);
  }
  return std::isnan(d) ? std::numeric_limits<double>::infinity() : d;
}

ColumnError compare_column(const ReportBlock& reference, const ReportBlock& candidate,
                           std::size_t column, const Value::Map& limits) {
  ColumnError error{.name = reference.header[column]};
  if (const auto* limit = limits.find(error.name)) error.limit = limit->as_real();
  const std::size_t rows = std::min(reference.rows.size(), candidate.rows.size());
  for (std::size_t i = 0; i < rows; ++i) {
    const bool there = column < reference.rows[i].size() && column < candidate.rows[i].size();
    const double d =
        there ? difference(error.name, reference.rows[i][column], candidate.rows[i][column])
              : std::numeric_limits<double>::infinity();
    if (d > error.worst) {
      error.worst = d;
      error.row = static_cast<long>(i);
    }
  }
  return error;
}

bool is_length(const std::string& column) {
  static const std::regex length(R"(.*\.(X|Y|Z|VX|VY|VZ|SMA|RMAG|VMAG|Altitude|RadApo|RadPer))");
  return std::regex_match(column, length);
}

}  // namespace

std::vector<ReportBlock> read_report(std::string_view text) {
  std::vector<ReportBlock> blocks;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    auto cells = cells_of(line);
    if (cells.empty()) continue;
    if (is_header(cells)) {
      if (blocks.empty() || blocks.back().header != cells) {
        blocks.push_back({std::move(cells), {}});
      }
    } else {
      if (blocks.empty()) blocks.emplace_back();
      blocks.back().rows.push_back(std::move(cells));
    }
  }
  return blocks;
}

Comparison compare(const std::vector<ReportBlock>& reference,
                   const std::vector<ReportBlock>& candidate, const Value::Map& limits) {
  Comparison result;
  if (reference.size() != candidate.size()) {
    result.shape =
        fmt::format("blocks: reference {}, candidate {}\n", reference.size(), candidate.size());
    return result;
  }
  for (std::size_t b = 0; b < reference.size(); ++b) {
    if (reference[b].header != candidate[b].header) result.shape += "headers differ\n";
    if (reference[b].rows.size() != candidate[b].rows.size()) {
      result.shape += fmt::format("rows: reference {}, candidate {}\n", reference[b].rows.size(),
                                  candidate[b].rows.size());
    }
    for (std::size_t i = 0; i < reference[b].header.size(); ++i) {
      result.columns.push_back(compare_column(reference[b], candidate[b], i, limits));
    }
  }
  return result;
}

std::string to_text(const Comparison& comparison) {
  std::string text = comparison.shape;
  for (const auto& c : comparison.columns) {
    const double scale = is_length(c.name) ? 1000.0 : 1.0;
    text += fmt::format("{} {:<34} {:.3e}{} (limit {:.1e}, row {})\n", c.within() ? "ok  " : "FAIL",
                        c.name, c.worst * scale, is_length(c.name) ? " m or m/s" : "",
                        c.limit * scale, c.row);
  }
  return text;
}

}  // namespace gmat_sweep::test
