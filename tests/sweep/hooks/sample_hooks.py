"""Hooks that behave and hooks that do not, for the tests."""

import os
import signal
import subprocess
from pathlib import Path


def summarise(spec, outcome):
    path = spec.output_dir / "summary.txt"
    path.write_text(f"run {spec.run_id} {outcome.status} {spec.overrides['Sat.SMA']} {spec.context['truth_km'][0]}")
    return {"summary": path}


def describe_types(spec, outcome):
    path = spec.output_dir / "types.txt"
    fields = [spec.script_path, spec.output_dir, spec.run_id, spec.seed, outcome.started_at, outcome.duration_s]
    path.write_text(" ".join(type(field).__name__ for field in fields))
    return {"types": path}


def several(spec, outcome):
    outputs = {}
    for name in ("a", "b", "c"):
        outputs[name] = spec.output_dir / f"{name}.txt"
        outputs[name].write_text(name)
    return outputs


def nothing(spec, outcome):
    return {}


def raises(spec, outcome):
    raise ValueError("the truth is out there")


def exits(spec, outcome):
    raise SystemExit(3)


def crashes(spec, outcome):
    os.kill(os.getpid(), signal.SIGSEGV)


def crashes_on_odd_runs(spec, outcome):
    if spec.run_id % 2:
        crashes(spec, outcome)
    return {}


def returns_a_list(spec, outcome):
    return [spec.output_dir / "a.txt"]


def returns_a_missing_path(spec, outcome):
    return {"ghost": spec.output_dir / "ghost.txt"}


def prints(spec, outcome):
    print("said from Python")
    subprocess.run(["echo", "said from below"], check=True)
    return {}


def writes_on_every_channel(spec, outcome):
    for fd in range(3, 20):
        try:
            os.write(fd, b"garbage\n")
        except OSError:
            pass
    return {}


def sleeps(spec, outcome):
    import time

    time.sleep(600)


not_a_function = 7
