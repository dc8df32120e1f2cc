// A postprocess hook in C++: one summary row for each run.

#include <gmat_sweep/hook.hpp>
#include <gmat_sweep/parquet.hpp>
#include <variant>
#include <vector>

namespace {

/// Reduces the run's ReportFile to one summary row.
gmat_sweep::HookOutputs summarise_run(const gmat_sweep::RunSpec& spec,
                                      const gmat_sweep::RunOutcome& outcome) {
  const gmat_sweep::Table report =
      gmat_sweep::read_parquet(outcome.output_paths.at("report__FinalState"));
  const auto& radius_km = std::get<std::vector<double>>(report.find("Sat.RMAG")->values);

  const auto path = spec.output_dir / "summary.parquet";
  gmat_sweep::write_parquet(path, {{{"run_id", std::vector<std::int64_t>{spec.run_id}},
                                    {"final_radius_km", std::vector<double>{radius_km.back()}}}});
  return {{"summary", path}};
}

}  // namespace

GMAT_SWEEP_HOOK(summarise_run);
