"""RunSpec and RunOutcome as a hook sees them: frozen, with paths and times as Python types."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

__all__ = ["RunOutcome", "RunSpec"]


@dataclass(frozen=True)
class RunSpec:
    """One run's worth of work."""

    script_path: Path
    overrides: dict[str, Any]
    output_dir: Path
    run_id: int
    seed: int | None
    run_options: dict[str, Any]
    context: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {**vars(self), "script_path": str(self.script_path), "output_dir": str(self.output_dir)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> RunSpec:
        return cls(
            script_path=Path(data["script_path"]),
            overrides=dict(data["overrides"]),
            output_dir=Path(data["output_dir"]),
            run_id=data["run_id"],
            seed=data["seed"],
            run_options=dict(data["run_options"]),
            context=dict(data.get("context") or {}),
        )


@dataclass(frozen=True)
class RunOutcome:
    """What became of one run: for a hook, of its GMAT step."""

    run_id: int
    status: str
    output_paths: dict[str, Path]
    duration_s: float
    stderr: str | None
    started_at: datetime
    ended_at: datetime
    extra_outputs: dict[str, Path] = field(default_factory=dict)
    postprocess_status: str = "none"

    def to_dict(self) -> dict[str, Any]:
        return {
            **vars(self),
            "output_paths": {key: str(path) for key, path in self.output_paths.items()},
            "extra_outputs": {key: str(path) for key, path in self.extra_outputs.items()},
            "started_at": self.started_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> RunOutcome:
        return cls(
            run_id=data["run_id"],
            status=data["status"],
            output_paths={key: Path(path) for key, path in data["output_paths"].items()},
            duration_s=data["duration_s"],
            stderr=data["stderr"],
            started_at=datetime.fromisoformat(data["started_at"]),
            ended_at=datetime.fromisoformat(data["ended_at"]),
            extra_outputs={key: Path(path) for key, path in (data.get("extra_outputs") or {}).items()},
            postprocess_status=data.get("postprocess_status", "none"),
        )
