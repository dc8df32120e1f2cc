#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gmat_sweep/table.hpp"
#include "mission/program.hpp"
#include "mission/report_text.hpp"
#include "mission/run_state.hpp"

namespace gmat_sweep::mission {

/// Where a mission is with its solvers: outside any, in a pass of one, in the pass with its
/// solution.
enum class Stage : std::uint8_t { running, solving, solved };

/// Collects the rows of one ReportFile in one run: a table of values, and,
/// where asked for, GMAT's text.
class Report {
 public:
  Report(const ReportInfo& info, RunState& state, bool with_text);

  /// A row at an accepted step, unless that epoch already has one (as GMAT leaves it out). Of a
  /// solver's passes SolverIterations says which rows are kept: All, those of the solution
  /// (Current), or the solution's last (None).
  void add_step(double epoch_a1_mjd, Stage stage);
  /// Whether steps have rows from now on.
  void toggle(bool on) { write_steps_ = on; }
  /// A row of a Report command.
  void add_row(const std::vector<ReportColumn>& columns, bool first);

  /// The table: GMAT's column names, and at the end `time`, a copy of the first
  /// epoch column. A column that a row does not have is missing there.
  Table take_table();
  const std::string* text() const { return text_ ? &text_->text() : nullptr; }

 private:
  void add_values(const std::vector<ReportColumn>& columns);
  void add_cells(const std::vector<ReportColumn>& columns, bool by_report, bool first);
  void add_elements(const ReportColumn& column);
  bool is_array(const ReportColumn& column) const;
  std::vector<std::string> cells(const ReportColumn& column);

  const ReportInfo& info_;
  RunState& state_;
  std::vector<Column> columns_;
  std::size_t rows_ = 0;
  std::optional<ReportText> text_;
  std::size_t last_row_lines_ = 0;  ///< of the text
  double last_step_a1_mjd_ = 0.0;
  void remove_last_row();

  bool write_steps_ = true;
  bool all_iterations_ = false;
  bool no_iterations_ = false;
  bool last_is_of_solution_ = false;  ///< the last row, which the next of the pass replaces
};

/// The instant that GMAT's text of a Gregorian epoch stands for: rounded to the millisecond it
/// prints, with a leap second's instants at 23:59:59.999.
/// @param mjd  days from 5 Jan 1941 12:00 in the text's own time system
Timestamp timestamp_of_gregorian(double mjd, bool in_leap_second);
/// The same read back from the text.
Timestamp timestamp_of_gregorian(std::string_view text);
/// An epoch column of modified Julian dates, as gmat-run reads it.
/// @param mjd  days from 5 Jan 1941 12:00
Timestamp timestamp_of_mjd(double mjd);

}  // namespace gmat_sweep::mission
