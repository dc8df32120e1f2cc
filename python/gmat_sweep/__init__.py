"""What a postprocess hook needs: the run it is called for, and a reader of the run's Parquet files."""

from gmat_sweep.parquet import read_parquet
from gmat_sweep.spec import RunOutcome, RunSpec

__all__ = ["RunOutcome", "RunSpec", "read_parquet"]
