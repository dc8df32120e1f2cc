"""A postprocess hook in Python: one summary row for each run."""

from pathlib import Path

from gmat_sweep import RunOutcome, RunSpec, read_parquet, write_parquet


def summarise_run(spec: RunSpec, outcome: RunOutcome) -> dict[str, Path]:
    """Reduce the run's ReportFile to one summary row."""
    report = read_parquet(outcome.output_paths["report__FinalState"])
    final_radius_km = report["Sat.RMAG"][len(report["time"]) - 1]
    out_path = spec.output_dir / "summary.parquet"
    write_parquet(out_path, {"run_id": [spec.run_id], "final_radius_km": [final_radius_km]})
    return {"summary": out_path}
