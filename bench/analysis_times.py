#!/usr/bin/env python3
"""How long a summary over many runs takes, beside plain pandas where that is installed; how quickly a manifest of a
million runs is read; and how large the report page of many runs gets.

    analysis_times.py [--bin DIR] [--runs N] [--rows N] [--manifest-runs N] [--report-runs N] [--scratch DIR]

The sweep of the first part is one real run whose Parquet file, of --rows rows and six columns of numbers, is linked
into --runs folders under its manifest: reading it costs what reading a swept one does once the files are cached. Times
are of the whole command, by the wall clock and of the processor, which other work on the machine
does not lengthen; memory is its peak resident size.
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

SCRIPT = """Create Spacecraft Sat;
Sat.SMA = 7000;
Create ForceModel Gravity;
Create Propagator Prop;
Prop.FM = Gravity;
Prop.InitialStepSize = 60;
Prop.MinStep = 60;
Prop.MaxStep = 60;
Create ReportFile Orbit;
Orbit.Filename = 'orbit.txt';
Orbit.WriteHeaders = true;
Orbit.Add = {{Sat.UTCGregorian, Sat.EarthMJ2000Eq.X, Sat.EarthMJ2000Eq.Y, Sat.EarthMJ2000Eq.Z, Sat.EarthMJ2000Eq.VX, Sat.EarthMJ2000Eq.VY, Sat.EarthMJ2000Eq.VZ}};
BeginMissionSequence;
Propagate Prop(Sat) {{Sat.ElapsedSecs = {seconds}}};
"""

PANDAS = """
import sys, time
import pandas as pd
start = time.monotonic()
{read}
table = pd.concat(frames, ignore_index=True)
columns = [c for c in table.columns if c.startswith("Sat.Earth")]
groups = table.groupby("time")[columns]
result = pd.concat([groups.mean(), groups.std()] + [groups.quantile(q) for q in (0.05, 0.5, 0.95)], axis=1)
print(len(result), time.monotonic() - start)
"""


def measured(command):
    """Wall seconds and the processor's, peak memory in MiB, and what was printed."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed: {printed}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, printed


def report(what, command):
    seconds, busy_s, memory_mib, _ = measured(command)
    print(f"{what}: {seconds:.2f} s ({busy_s:.2f} s of processor), {memory_mib:.0f} MiB", flush=True)


def plain(line):
    """An entry or a header without what depends on its bytes."""
    record = json.loads(line)
    record.pop("checksum", None)
    return record


def repeat(manifest, target, runs, place=lambda entry, run_id: None):
    """Writes a manifest in which the runs of another are repeated under new ids."""
    with open(manifest, encoding="utf-8") as file:
        header, *entries = [plain(line) for line in file]
    header["run_count"] = runs
    with open(target, "w", encoding="utf-8") as out:
        out.write(json.dumps(header) + "\n")
        for run_id in range(runs):
            entry = dict(entries[run_id % len(entries)], run_id=run_id)
            place(entry, run_id)
            out.write(json.dumps(entry) + "\n")


def make_large_sweep(binary, folder, runs, rows):
    """A sweep of `runs` runs of `rows` rows each. Returns its manifest."""
    script = os.path.join(folder, "bench.script")
    with open(script, "w", encoding="utf-8") as file:
        file.write(SCRIPT.format(seconds=60 * (rows - 1)))
    seed = os.path.join(folder, "seed")
    subprocess.run([binary, "run", "--grid", "Sat.SMA=7000:7100:50", "--no-progress", "--out", seed, script], check=True,
                   stdout=subprocess.DEVNULL)

    def place(entry, run_id):
        run_folder = os.path.join(seed, f"copy-{run_id}")
        os.mkdir(run_folder)
        copy = f"copy-{run_id}/report__Orbit.parquet"
        os.link(os.path.join(seed, entry["output_paths"]["report__Orbit"]), os.path.join(seed, copy))
        entry["output_paths"] = {"report__Orbit": copy}
        entry.pop("output_sha256", None)

    manifest = os.path.join(seed, "large.jsonl")
    repeat(os.path.join(seed, "manifest.jsonl"), manifest, runs, place)
    return manifest


def time_pandas(folder, manifest, binary):
    """The same statistics in pandas: from the runs' Parquet files where it can read them, else from one CSV file."""
    try:
        import pandas  # noqa: F401
    except ImportError:
        print("pandas is not installed: nothing to compare with")
        return
    try:
        import pyarrow  # noqa: F401
        read = ("import glob\nframes = [pd.read_parquet(p) for p in "
                f"glob.glob({os.path.join(os.path.dirname(manifest), 'copy-*', '*.parquet')!r})]")
        what = "pandas, from Parquet"
    except ImportError:
        table = os.path.join(folder, "large.csv")
        subprocess.run([binary, "table", manifest, "--out", table], check=True)
        read = f"frames = [pd.read_csv({table!r}, parse_dates=['time'])]"
        what = "pandas, from one CSV file (it cannot read Parquet here)"
    seconds, busy_s, memory_mib, printed = measured([sys.executable, "-c", PANDAS.format(read=read)])
    if not printed.strip():
        sys.exit("pandas printed nothing")
    print(f"{what}: {seconds:.2f} s ({busy_s:.2f} s of processor), {memory_mib:.0f} MiB", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=os.path.join(ROOT, "build/bin"))
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--manifest-runs", type=int, default=1_000_000)
    parser.add_argument("--report-runs", type=int, default=100_000)
    parser.add_argument("--scratch", help="folder for the sweeps (default: the system's)")
    arguments = parser.parse_args()
    binary = os.path.join(arguments.bin, "gmat-sweep")
    folder = tempfile.mkdtemp(prefix="analysis_times_", dir=arguments.scratch)
    try:
        manifest = make_large_sweep(binary, folder, arguments.runs, arguments.rows)
        print(f"{len(os.sched_getaffinity(0))} cores, {arguments.runs} runs of {arguments.rows} rows, six columns of numbers")
        out = os.path.join(folder, "out.parquet")
        report("summary by time, mean, std and three quantiles", [binary, "summary", manifest, "--out", out])
        report("the same, once more", [binary, "summary", manifest, "--out", out])
        report("summary by run", [binary, "summary", manifest, "--by", "run_id", "--out", out])
        report("sql: mean by run", [binary, "sql", manifest, "--out", out,
                                    'select run_id, avg("Sat.EarthMJ2000Eq.X") from Orbit group by run_id'])
        report("report page", [binary, "report", manifest, "--out", os.path.join(folder, "page.html")])
        time_pandas(folder, manifest, binary)

        many = os.path.join(folder, "seed", "many.jsonl")
        repeat(os.path.join(folder, "seed", "manifest.jsonl"), many, arguments.manifest_runs)
        size_mb = os.path.getsize(many) / 1e6
        print(f"manifest of {arguments.manifest_runs} runs, {size_mb:.0f} MB")
        report("show, the index made", [binary, "show", many])
        report("show, by the index", [binary, "show", many])
        os.utime(many)
        report("show, of a manifest that may have changed: checked by digest", [binary, "show", many])

        design = os.path.join(folder, "design")
        script = os.path.join(ROOT, "tests/reference/missions/01_two_body.script")
        subprocess.run([binary, "monte-carlo", "--n", str(arguments.report_runs), "--perturb", "Sat.SMA=normal:7100:50",
                        "--perturb", "Sat.INC=uniform:0:90", "--perturb", "Sat.ECC=uniform:0:1.01", "--seed", "1",
                        "--no-progress", "--no-fsync-each", "--out", design, script], check=True, stdout=subprocess.DEVNULL)
        page = os.path.join(folder, "large.html")
        report(f"report page of {arguments.report_runs} runs", [binary, "report", design + "/manifest.jsonl", "--out", page])
        print(f"its size: {os.path.getsize(page) / 1e6:.2f} MB")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
