"""Manifests in both directions with the Python package gmat-sweep 0.4: what it would read of ours, and a sweep in its
form resumed here.

    test_manifest.py GMAT_SWEEP SCRIPT

Where GMAT_SWEEP_PACKAGE names the source folder of that package, its own loader is used as well.
"""

import hashlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
import types
import unittest
from datetime import datetime
from pathlib import Path

GMAT_SWEEP, SCRIPT = sys.argv[1], Path(sys.argv[2])

HEADER = {"schema_version": int, "script_sha256": str, "gmat_sweep_version": str, "gmat_run_version": str,
          "gmat_install_version": str, "python_version": str, "os_platform": str, "parameter_spec": dict,
          "run_count": int, "backend": str}
ENTRY = {"run_id": int, "overrides": dict, "status": str, "output_paths": dict, "started_at": str, "ended_at": str,
         "duration_s": float}


def run(*arguments):
    return subprocess.run([GMAT_SWEEP, *map(str, arguments), "--no-progress"], check=True, text=True, capture_output=True)


def script_sha256():
    text = SCRIPT.read_bytes().decode().lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256((text.rstrip("\n") + "\n").encode()).hexdigest()


class ManifestTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = Path(folder.name) / "out"
        self.manifest = self.out / "manifest.jsonl"

    def test_ours_has_every_field_of_schema_1_in_its_type(self):
        run("run", "--grid", "Sat.ECC=0.001,1.5", "--out", self.out, SCRIPT)
        header, *entries = [json.loads(line) for line in self.manifest.read_text().splitlines()]
        for name, kind in HEADER.items():
            self.assertIsInstance(header[name], kind, name)
        self.assertIsNone(header["sweep_seed"])
        self.assertEqual(header["schema_version"], 1)
        self.assertEqual(header["script_sha256"], script_sha256())
        self.assertEqual(header["parameter_spec"], {"_kind": "grid", "Sat.ECC": [0.001, 1.5]})
        self.assertEqual({entry["run_id"]: entry["status"] for entry in entries}, {0: "ok", 1: "failed"})
        for entry in entries:
            for name, kind in ENTRY.items():
                self.assertIsInstance(entry[name], kind, name)
            self.assertIn("stderr", entry)
            self.assertIn("log_path", entry)
            self.assertEqual(datetime.fromisoformat(entry["started_at"]).utcoffset().total_seconds(), 0)

    def test_a_sweep_in_the_packages_form_is_resumed_here(self):
        self.out.mkdir()
        header = {"schema_version": 1, "script_sha256": script_sha256(), "gmat_sweep_version": "0.4.0",
                  "gmat_run_version": "0.4.0", "gmat_install_version": "R2026a", "python_version": "3.11.2",
                  "os_platform": "Linux", "sweep_seed": None, "run_count": 3, "backend": "LocalJoblibPool",
                  "parameter_spec": {"Sat.SMA": [7000, 7100, 7200]}}
        entry = {"run_id": 1, "overrides": {"Sat.SMA": 7100}, "status": "failed", "output_paths": {},
                 "started_at": "2026-01-02T03:04:05.678901+00:00", "ended_at": "2026-01-02T03:04:06+00:00",
                 "duration_s": 0.25, "stderr": "Traceback ...", "log_path": None}
        self.manifest.write_text(json.dumps(header) + "\n" + json.dumps(entry) + "\n" + '{"run_id": 2, "over')
        printed = run("resume", self.manifest, "--script", SCRIPT).stdout
        self.assertIn("3 runs (3 ok)", printed)
        lines = [json.loads(line) for line in self.manifest.read_text().splitlines()]
        self.assertEqual(lines[:2], [header, entry])
        self.assertEqual(sorted(line["run_id"] for line in lines[2:]), [0, 1, 2])

    @unittest.skipUnless("GMAT_SWEEP_PACKAGE" in os.environ, "GMAT_SWEEP_PACKAGE does not name the package's source")
    def test_the_packages_own_loader_reads_ours(self):
        package = types.ModuleType("gmat_sweep")
        package.__path__ = [os.environ["GMAT_SWEEP_PACKAGE"]]
        sys.modules["gmat_sweep"] = package
        loader = importlib.import_module("gmat_sweep.manifest")
        run("run", "--grid", "Sat.ECC=0.001,1.5", "--out", self.out, SCRIPT)
        manifest = loader.Manifest.load(self.manifest)
        self.assertEqual(manifest.script_sha256, loader.canonical_script_sha256(SCRIPT))
        self.assertEqual({entry.run_id: entry.status for entry in manifest.entries}, {0: "ok", 1: "failed"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
