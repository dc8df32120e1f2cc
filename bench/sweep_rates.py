#!/usr/bin/env python3
"""How many runs a second `gmat-sweep run` does, what durability and hooks cost, and the driver's memory.

    sweep_rates.py [--bin DIR] [--runs N] [--repeats N] [--memory-runs N] [--hooks LIBRARY]

Sweeps the two-body reference mission (Parquet files and manifest written) with one worker and with one per core, in both
durability modes; then with each kind of hook; then once at --memory-runs runs to see whether the driver's peak memory
grows. Rates are the best and the worst of --repeats, all else the median of three; TMPDIR says on which disk. LIBRARY is
libno_work.so, for the C++ hook: the benchmarks build it (preset dev).
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCRIPT = os.path.join(ROOT, "tests/reference/missions/01_two_body.script")
HOOKS = os.path.join(ROOT, "bench/hooks")


def sweep(binary, runs, *options):
    """Wall seconds and the driver's peak memory in MiB. Two axes, so that the design itself stays small."""
    out = tempfile.mkdtemp(prefix="sweep_rates_")
    grid = ["--grid", f"Sat.SMA=7000:8000:{runs // 10}", "--grid", "Sat.INC=1:90:10"]
    command = [binary, "run", *grid, "--no-progress", *options, "--out", out + "/s", SCRIPT]
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ, PYTHONPATH=HOOKS))
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    shutil.rmtree(out)
    if status != 0 or f"{runs} runs ({runs} ok)" not in printed:
        sys.exit(f"{' '.join(command)} failed: {printed}")
    return seconds, usage.ru_maxrss / 1024


def median_seconds(binary, runs, *options):
    return statistics.median(sweep(binary, runs, *options)[0] for _ in range(3))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=os.path.join(ROOT, "build/bin"))
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--memory-runs", type=int, default=100_000)
    parser.add_argument("--hooks", help="libno_work.so, which the preset dev builds")
    arguments = parser.parse_args()
    binary = os.path.join(arguments.bin, "gmat-sweep")
    cores = len(os.sched_getaffinity(0))

    print(f"{cores} cores, {arguments.runs} runs of mission 01 with Parquet and manifest")
    modes = [["--fsync-each"]] + [["--no-fsync-each", "--fsync-batch", batch] for batch in ("1", "50", "1000")]
    for mode in modes:
        for workers in (1, cores):
            times = [
                sweep(binary, arguments.runs, *mode, "--workers", str(workers))[0] for _ in range(arguments.repeats)
            ]
            best, worst = arguments.runs / min(times), arguments.runs / max(times)
            print(f"{' '.join(mode):34} {workers} workers: {best:6.0f} runs/s at best, {worst:6.0f} at worst")

    plain = median_seconds(binary, arguments.runs, "--no-fsync-each", "--workers", "1")
    hooks = {"python": "no_work:hook", "exec": f"exec:{HOOKS}/no_work"}
    if arguments.hooks:
        hooks["c++"] = f"{arguments.hooks}:no_work"
    for kind, hook in hooks.items():
        seconds = median_seconds(binary, arguments.runs, "--no-fsync-each", "--workers", "1", "--postprocess", hook,
                                 "--python", sys.executable)
        print(f"{kind:6} hook that does nothing: {1e6 * (seconds - plain) / arguments.runs:7.0f} microseconds a run")

    for runs in (arguments.memory_runs // 10, arguments.memory_runs):
        seconds, memory_mib = sweep(binary, runs, "--no-fsync-each")
        print(f"{runs} runs: {runs / seconds:.0f} runs/s, driver's peak memory {memory_mib:.0f} MiB")


if __name__ == "__main__":
    main()
