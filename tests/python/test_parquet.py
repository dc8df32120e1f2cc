"""The Python side's Parquet files: what it writes it reads back, every type and null."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

from gmat_sweep.parquet import _read_columns, read_parquet, write_parquet


class ParquetTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name) / "t.parquet"

    def round_trip(self, table):
        write_parquet(self.path, table)
        return _read_columns(self.path.read_bytes(), str(self.path))

    def test_every_type_survives_bit_for_bit(self):
        table = {
            "real": np.array([1.5, np.nan, -0.0, 5e-324]),
            "integer": np.array([1, -2, 2**62, -(2**63)]),
            "boolean": np.array([True, False, True, True]),
            "time": np.array(["2026-01-01T00:00:00.123456789", "1969-07-20", "NaT", "2100-01-01"], "datetime64[ns]"),
            "text": np.array(["", "é", None, "x" * 1000], dtype=object),
        }
        back = self.round_trip(table)
        self.assertEqual(list(back), list(table))
        for name in ("real", "integer", "time"):
            self.assertEqual(back[name].tobytes(), table[name].tobytes(), name)
        for name in ("boolean", "text"):
            self.assertEqual(list(back[name]), list(table[name]), name)

    def test_tables_of_any_length_survive(self):
        for rows in (0, 1, 7, 8, 9, 1000):
            values = np.arange(rows, dtype=float)
            np.testing.assert_array_equal(self.round_trip({"x": values, "y": values})["y"], values)

    def test_a_frame_comes_back_where_pandas_is_there(self):
        write_parquet(self.path, {"x": [1.0, 2.0]})
        table = read_parquet(self.path)
        self.assertEqual(list(table["x"]), [1.0, 2.0])
        try:
            import pandas
        except ImportError:
            self.assertIsInstance(table, dict)
        else:
            self.assertIsInstance(table, pandas.DataFrame)

    def test_columns_of_different_lengths_are_refused(self):
        with self.assertRaisesRegex(ValueError, "different lengths"):
            write_parquet(self.path, {"x": [1.0], "y": [1.0, 2.0]})

    def test_another_kind_of_file_is_refused_by_name(self):
        self.path.write_text("run_id,x\n0,1\n")
        with self.assertRaisesRegex(ValueError, "t.parquet is not a Parquet file"):
            read_parquet(self.path)


if __name__ == "__main__":
    unittest.main()
