"""What a postprocess hook needs: the run it is called for, and Parquet files in and out without pyarrow."""

from gmat_sweep.spec import RunOutcome, RunSpec

__all__ = ["RunOutcome", "RunSpec", "read_parquet", "write_parquet"]


def __getattr__(name):
    # Loaded when first asked for: it needs NumPy, and not every hook reads Parquet.
    if name in ("read_parquet", "write_parquet"):
        from gmat_sweep import parquet

        return getattr(parquet, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
