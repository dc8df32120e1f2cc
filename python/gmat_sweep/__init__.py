"""What a postprocess hook needs: the run it is called for, and a reader of the run's Parquet files."""

from gmat_sweep.spec import RunOutcome, RunSpec

__all__ = ["RunOutcome", "RunSpec", "read_parquet"]


def __getattr__(name):
    # Loaded when first asked for: it needs NumPy, and not every hook reads Parquet.
    if name == "read_parquet":
        from gmat_sweep.parquet import read_parquet

        return read_parquet
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
