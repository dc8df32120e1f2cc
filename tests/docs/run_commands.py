#!/usr/bin/env python3
"""Run the commands of a Markdown page and compare what they print with what the page shows.

    run_commands.py PAGE BIN_DIR SOURCE_DIR

Every ```console block is run, line by line after its "$ " prompts, by one bash per block in a scratch folder that
holds a copy of examples/ and is shared by the page's blocks. The lines under a command are its expected standard
output and error. A line "..." stands for any lines, "..." within one for any text. A command given no output may print what it likes. A command must exit 0
unless the line "[exit N]" closes its output. Commands that the test suite runs elsewhere are skipped by name.
"""
import os, re, shutil, subprocess, sys, tempfile

RUN_ELSEWHERE = re.compile(r"^(git clone |cd gmat-sweep$|\./quickstart$|\./run-tests( |$)|cmake |ctest |scripts/lint)")


def console_blocks(text):
    for block in re.finditer(r"^```console\n(.*?)^```", text, re.M | re.S):
        line = text.count("\n", 0, block.start()) + 1
        commands, expected = [], []
        for row in block.group(1).splitlines():
            if row.startswith("$ "):
                commands.append(row[2:])
                expected.append([])
            elif commands and row.startswith("> ") and not expected[-1]:
                commands[-1] += "\n" + row[2:]
            elif commands:
                expected[-1].append(row)
        yield line, list(zip(commands, expected))


def matches(expected, actual):
    """Whether `actual` is what the page shows: a line "..." stands for any lines, also none, and "..." within a line
    for any text."""
    lines = []
    for line in expected.split("\n"):
        if line == "...":
            lines.append(r"(?:[^\n]*\n)*?")
        else:
            lines.append(r"[^\n]*?".join(re.escape(piece) for piece in line.split("...")) + r"\n")
    return re.fullmatch("".join(lines), actual + "\n") is not None


def main():
    page, bin_dir, source_dir = sys.argv[1], os.path.abspath(sys.argv[2]), sys.argv[3]
    text = open(page, encoding="utf-8").read()
    untested = re.findall(r"^```(?:sh|bash|shell)\b", text, re.M)
    if untested:
        sys.exit(f"{page}: commands stand in ```console blocks, so that they are tested; found {untested[0]}")
    # The interpreter that runs this page's Python hooks is the one that runs this program.
    path = [bin_dir, os.path.dirname(sys.executable), os.environ["PATH"]]
    environment = dict(os.environ, PATH=os.pathsep.join(path), COLUMNS="100")
    failures = ran = 0
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(os.path.join(source_dir, "examples"), os.path.join(scratch, "examples"))
        for line, steps in console_blocks(text):
            for command, expected in steps:
                if RUN_ELSEWHERE.match(command):
                    continue
                wanted_exit = 0
                if expected and (closing := re.fullmatch(r"\[exit (\d+)\]", expected[-1])):
                    wanted_exit = int(closing.group(1))
                    expected = expected[:-1]
                done = subprocess.run(["bash", "-c", command], cwd=scratch, env=environment, text=True,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
                ran += 1
                wanted = "\n".join(expected).strip()
                if done.returncode != wanted_exit or (wanted and not matches(wanted, done.stdout.strip())):
                    failures += 1
                    print(f"{page}:{line}: $ {command}\nexit {done.returncode}, expected {wanted_exit}; printed:\n"
                          f"{done.stdout}\nexpected:\n{wanted}\n")
    print(f"{page}: {ran} commands, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
