"""Calls one hook, run after run, for a worker.

    python -m gmat_sweep.hook_host PACKAGE.MODULE:FUNCTION REQUEST_FD REPLY_FD [FOLDER [first|last]]

FOLDER is one more place to look for modules, after all others or before them.

Both channels carry JSON lines. The first reply says whether the hook was found:

    {"file": "/where/its/module/stands.py"} or {"error": "..."}

Then each request {"spec": {...}, "outcome": {...}, "log_path": "..."} has one reply,

    {"extra_outputs": {"key": "path", ...}} or {"error": "..."}

What the hook prints, in Python or below it, goes to the run's log: file descriptors 1 and 2 are that file while the
hook runs. End of file on the request channel ends the host.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from gmat_sweep.spec import RunOutcome, RunSpec

Hook = Callable[[RunSpec, RunOutcome], Mapping[str, Any]]


class HookNotFound(Exception):
    """The import path does not lead to a function; the message says which part is wrong."""


def resolve(import_path: str) -> Hook:
    module_name, _, function_name = import_path.partition(":")
    if not module_name or not function_name:
        raise HookNotFound(f"{import_path!r} is not of the form 'package.module:function'")
    try:
        target: Any = importlib.import_module(module_name)
    except ModuleNotFoundError as exc:
        if exc.name is not None and (module_name == exc.name or module_name.startswith(exc.name + ".")):
            raise HookNotFound(f"there is no module {exc.name!r} on Python's path (of {import_path!r})") from exc
        raise HookNotFound(f"module {module_name!r} cannot be imported:\n{traceback.format_exc()}") from exc
    except BaseException as exc:
        raise HookNotFound(f"module {module_name!r} cannot be imported:\n{traceback.format_exc()}") from exc
    for name in function_name.split("."):
        if not hasattr(target, name):
            raise HookNotFound(f"module {module_name!r} has no function {function_name!r}")
        target = getattr(target, name)
    if not callable(target):
        raise HookNotFound(f"{import_path!r} is not callable: it is of type {type(target).__name__}")
    return target


def checked_outputs(returned: Any) -> dict[str, str]:
    if not isinstance(returned, Mapping):
        raise TypeError(f"the hook must return a mapping of names to paths, not {type(returned).__name__}")
    outputs = {}
    for key, path in returned.items():
        if not isinstance(key, str):
            raise TypeError(f"the hook returned the key {key!r}; keys must be str")
        outputs[key] = os.path.abspath(os.fsdecode(os.fspath(path)))
    return outputs


def call(hook: Hook, request: dict[str, Any]) -> dict[str, Any]:
    try:
        returned = hook(RunSpec.from_dict(request["spec"]), RunOutcome.from_dict(request["outcome"]))
        return {"extra_outputs": checked_outputs(returned)}
    except (Exception, SystemExit):
        return {"error": traceback.format_exc()}


def print_to(log_path: str) -> None:
    """Points file descriptors 1 and 2, and so everything that prints, at the log."""
    sys.stdout.flush()
    sys.stderr.flush()
    log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


def main(import_path: str, request_fd: str, reply_fd: str, modules: str = "", when: str = "last") -> None:
    if modules:
        sys.path.insert(0 if when == "first" else len(sys.path), modules)
    # What the hook prints and what programs it starts print stand in the log in their order.
    sys.stdout.reconfigure(line_buffering=True)
    # Programs the hook starts must not hold the channels open.
    for fd in (int(request_fd), int(reply_fd)):
        os.set_inheritable(fd, False)
    with os.fdopen(int(request_fd), encoding="utf-8") as requests, os.fdopen(
        int(reply_fd), "w", encoding="utf-8"
    ) as replies:

        def reply(message: dict[str, Any]) -> None:
            replies.write(json.dumps(message) + "\n")
            replies.flush()

        try:
            hook = resolve(import_path)
        except HookNotFound as exc:
            reply({"error": str(exc)})
            return
        module = sys.modules[import_path.partition(":")[0]]
        reply({"file": getattr(module, "__file__", None) or ""})
        for line in requests:
            request = json.loads(line)
            print_to(request["log_path"])
            answer = call(hook, request)
            print_to(os.devnull)
            reply(answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
