// The `gmat-sweep` command: parses arguments, calls the library, prints. Exit codes: 0 done,
// 1 any other failure, 2 configuration or usage, 3 manifest, 4 backend, 128 + N stopped by signal
// N.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "cli/commands.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/version.hpp"

namespace gmat_sweep::cli {
namespace {

int report(const char* kind, const std::exception& error, int exit_code) {
  std::fflush(stdout);
  std::fprintf(stderr, "gmat-sweep: %s%s\n", kind, error.what());
  return exit_code;
}

int run(int argc, char** argv) {
  CLI::App app{
      "Runs a GMAT mission script many times over a design of parameter values, records every run "
      "in a manifest, and makes tables of the results."};
  app.name("gmat-sweep");
  app.set_version_flag("--version", std::string("gmat-sweep ") + version);
  app.require_subcommand(1);
  app.option_defaults()->always_capture_default();
  add_run_commands(app);
  add_resume_command(app);
  add_extend_command(app);
  add_design_command(app);
  add_once_command(app);
  add_check_command(app);
  add_show_command(app);
  add_table_command(app);
  add_summary_command(app);
  add_diff_command(app);
  add_convergence_command(app);
  add_sobol_analyze_command(app);
  add_sql_command(app);
  add_archive_command(app);
  add_plot_command(app);
  add_report_command(app);
  add_verify_command(app);
  add_repair_command(app);
  add_replay_command(app);

  try {
    app.parse(argc, argv);
    return 0;
  } catch (const ExitWith& exit) {
    std::fflush(stdout);
    return exit.code;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const SweepConfigError& error) {
    return report("", error, 2);
  } catch (const ScriptError& error) {
    return report("", error, 2);
  } catch (const ManifestCorruptError& error) {
    return report("", error, 3);
  } catch (const BackendError& error) {
    return report("backend error: ", error, 4);
  } catch (const std::exception& error) {
    return report("", error, 1);
  }
}

}  // namespace
}  // namespace gmat_sweep::cli

int main(int argc, char** argv) {
  try {
    return gmat_sweep::cli::run(argc, argv);
  } catch (...) {
    return 1;  // out of memory before any command began: nothing can be said
  }
}
