"""The real command line for tests: in this process where that is enough, in its own where it is not."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.cli import run

ROOT = Path(__file__).parents[1]
NOTES = ROOT / "corpus" / "notes"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
COMMAND = (sys.executable, "-m", "pipelines.cli")


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)


def whatworks(*arguments: object) -> Ran:
    """A command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = run([str(argument) for argument in arguments])
    return Ran(status, out.getvalue(), err.getvalue())


def whatworks_alone(
    *arguments: object, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> Ran:
    """A command in a process of its own."""
    ran = subprocess.run(
        [*COMMAND, *(str(argument) for argument in arguments)],
        capture_output=True,
        text=True,
        env=surroundings(environment),
        cwd=folder or ROOT,
        timeout=300,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def surroundings(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a command in a process of its own, without settings of whoever runs the tests."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("WHATWORKS_")}
    if "WHATWORKS_MODELS" in os.environ:
        own["WHATWORKS_MODELS"] = os.environ["WHATWORKS_MODELS"]
    return {**own, "PYTHONPATH": str(ROOT), **(more or {})}


def note(slug: str) -> Path:
    """A note of the starter corpus."""
    return NOTES / f"{slug}.md"


def exported(home: Path, folder: Path) -> dict[str, str]:
    """The plain files of a base by name, times aside: bytes as Latin-1, so that they compare."""
    ran = whatworks("export", folder, "--home", home)
    assert ran.status == 0, ran.err
    return {
        path.relative_to(folder).as_posix(): TIME.sub("T", path.read_bytes().decode("latin-1"))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
