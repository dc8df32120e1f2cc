#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mission/field_table.hpp"

namespace gmat_sweep::mission {

/// Lays out a ReportFile's text exactly as GMAT does: widths, padding, when
/// headers come. Source: GMAT's src/base/subscriber/ReportFile.cpp and
/// src/base/command/Report.cpp.
class ReportText {
 public:
  /// @param fields  of the ReportFile, in the order of its table
  explicit ReportText(const std::vector<FieldValue>& fields);

  /// What a row is made of, column by column.
  struct Row {
    std::span<const std::string_view> names;
    std::span<const std::string> cells;
    /// Of an array, the length of its longest line, which makes its column's width; else 0.
    std::span<const std::size_t> array_lengths;
  };
  /// A row of the columns that `Add` names.
  void add_step_row(const Row& row);
  /// A row of a Report command. `first` on the command's first execution: it
  /// then writes its header.
  void add_report_row(const Row& row, bool first);

  void remove_last_line();

  /// A number as GMAT prints it here.
  std::string number(double value) const;
  /// A row of an array, each number with a blank behind it.
  std::string array_line(std::span<const double> values) const;

  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::size_t column_width(std::string_view name) const;
  void pad(std::string_view cell, std::size_t width);
  void add_row(const Row& row, bool by_report);
  std::size_t width_of(const Row& row, std::size_t column, bool by_report) const;
  void step_header(std::span<const std::string_view> names);
  void report_header(std::span<const std::string_view> names);

  std::size_t width_;
  int precision_;
  bool headers_;
  bool left_;
  bool zero_fill_;
  bool fixed_width_;
  char delimiter_;
  char fill_ = ' ';
  bool first_step_ = true;
  std::string text_;
};

}  // namespace gmat_sweep::mission
