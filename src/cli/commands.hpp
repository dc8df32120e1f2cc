#pragma once

#include <CLI/App.hpp>

// Each function adds one command of `gmat-sweep` with its options, and what it does when chosen.
// What goes wrong is thrown; main turns it into a message and an exit code.

namespace gmat_sweep::cli {

/// Thrown to end the program with this exit code when all has been said.
struct ExitWith {
  int code;
};

/// `run`, `explicit`, `monte-carlo` and the other designs.
void add_run_commands(CLI::App& app);
void add_design_command(CLI::App& app);
void add_resume_command(CLI::App& app);
void add_extend_command(CLI::App& app);
void add_once_command(CLI::App& app);
void add_check_command(CLI::App& app);
void add_show_command(CLI::App& app);
void add_table_command(CLI::App& app);
void add_summary_command(CLI::App& app);
void add_diff_command(CLI::App& app);
void add_convergence_command(CLI::App& app);
void add_sobol_analyze_command(CLI::App& app);
void add_sql_command(CLI::App& app);
void add_archive_command(CLI::App& app);
void add_plot_command(CLI::App& app);
void add_report_command(CLI::App& app);
void add_verify_command(CLI::App& app);
void add_repair_command(CLI::App& app);
void add_replay_command(CLI::App& app);

}  // namespace gmat_sweep::cli
