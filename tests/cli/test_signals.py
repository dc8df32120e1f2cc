"""SIGINT and SIGTERM: runs under way may finish, a second signal stops at once, the manifest resumes, nothing is left running.

    test_signals.py GMAT_SWEEP SCRIPT
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

GMAT_SWEEP, SCRIPT = sys.argv[1], Path(sys.argv[2])
RUNS = 60


def processes_naming(text):
    """The ids of the processes, other than this one, whose environment holds `text`."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or folder.name == str(os.getpid()):
            continue
        try:
            if text.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


class SignalTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = Path(folder.name) / "out"
        self.manifest = self.out / "manifest.jsonl"
        self.mark = f"GMAT_SWEEP_TEST_MARK={folder.name}"
        # A hook that takes its time, and leaves something running in a session of its own.
        self.hook = Path(folder.name) / "hook"
        self.hook.write_text("#!/bin/sh\nsetsid sleep 300 >/dev/null 2>&1 &\nsleep ${HOOK_SECONDS:-0.05}\necho '{}'\n")
        self.hook.chmod(0o755)

    def start(self, *options, hook_seconds="0.05"):
        name, value = self.mark.split("=")
        environment = dict(os.environ, HOOK_SECONDS=hook_seconds, **{name: value})
        process = subprocess.Popen(
            [GMAT_SWEEP, "run", "--grid", f"Sat.SMA=7000:7500:{RUNS}", "--workers", "2", "--no-progress", "--postprocess",
             f"exec:{self.hook}", "--out", str(self.out), *options, str(SCRIPT)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        self.wait_until(lambda: (self.out / "run-0" / "worker.log").exists())
        return process

    def wait_until(self, holds):
        for _ in range(3000):
            if holds():
                return
            time.sleep(0.01)
        self.fail("it did not come to be")

    def entries(self):
        return len(self.manifest.read_text().splitlines()) - 1

    def check_what_is_left(self):
        self.wait_until(lambda: not processes_naming(self.mark))
        verified = subprocess.run([GMAT_SWEEP, "verify", str(self.manifest)], text=True, capture_output=True)
        self.assertEqual(verified.returncode, 0, verified.stdout)
        self.assertLess(self.entries(), RUNS)
        resumed = subprocess.run([GMAT_SWEEP, "resume", str(self.manifest), "--script", str(SCRIPT), "--no-progress"],
                                 text=True, capture_output=True, env=dict(os.environ, HOOK_SECONDS="0"))
        self.assertIn(f"{RUNS} runs ({RUNS} ok)", resumed.stdout, resumed.stderr)

    def test_sigterm_and_sigint_let_runs_finish_and_say_how_to_go_on(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number):
                process = self.start()
                process.send_signal(number)
                printed, said = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 128 + number)
                self.assertIn("runs (", printed)
                self.assertIn(f"gmat-sweep resume {self.manifest} --script {SCRIPT}", said)
                self.assertGreater(self.entries(), 0)
                self.check_what_is_left()
                subprocess.run(["rm", "-r", str(self.out)], check=True)

    def test_runs_that_do_not_finish_within_the_grace_period_are_ended(self):
        process = self.start("--grace", "0.5", hook_seconds="120")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 128 + signal.SIGINT)
        self.assertIn(f"stopped with {RUNS} runs left", said)
        self.check_what_is_left()

    def test_a_second_sigint_stops_at_once(self):
        process = self.start("--grace", "1000", hook_seconds="120")
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGINT)
        self.check_what_is_left()

    def test_a_killed_driver_leaves_nothing_running(self):
        process = self.start(hook_seconds="120")
        process.kill()
        process.communicate(timeout=60)
        self.check_what_is_left()

    def test_an_ignored_sigint_stays_ignored(self):
        environment = dict(os.environ)
        process = subprocess.Popen(
            [GMAT_SWEEP, "run", "--grid", "Sat.SMA=7000:7500:400", "--workers", "1", "--no-progress", "--out", str(self.out),
             str(SCRIPT)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
        self.wait_until(lambda: (self.out / "run-0" / "worker.log").exists())
        process.send_signal(signal.SIGINT)
        printed, _ = process.communicate(timeout=120)
        self.assertIn("400 runs (400 ok)", printed)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
