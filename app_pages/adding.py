"""Adding files from the app: keep what was uploaded, start an ingest that outlives the page.

The ingest is a process of its own, in a session of its own: a closed tab, a rerun or a restarted app does
not stop it. How far it is stands in the catalogue; its last words stand in a log beside the files.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb import ids
from kb.errors import UsageError
from kb.settings import Settings

_UNSAFE = re.compile(r"[^\w.\- ]+")
LONGEST = 120
"""Characters of a file name."""


@dataclass(frozen=True, slots=True)
class Started:
    """An ingest that was started from this session."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        """Its process, by which its run is known in the catalogue."""
        return self.process.pid

    def is_over(self) -> bool:
        """Whether the process has ended."""
        return self.process.poll() is not None

    def last_words(self) -> str:
        """The last line that it wrote."""
        lines = self.log.read_text("utf-8", "replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


def keep(home: Path, name: str, data: bytes) -> Path:
    """Write an uploaded file under its own name, in a folder named by its digest."""
    folder = home / "uploads" / ids.sha256(data)[:16]
    path = folder / safe_name(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(
            f"keep {safe_name(name)}: {error.strerror or error}; "
            "a home that can be written, on a disk with room, is accepted"
        ) from error
    return path


def safe_name(name: str) -> str:
    """The last part of a name, with nothing in it that a file system could take for a path."""
    last = _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, dot, suffix = last.rpartition(".")
    if not dot or len(suffix) > 10:
        return last[:LONGEST] or "unnamed"
    return f"{stem[: LONGEST - len(suffix) - 1] or 'unnamed'}.{suffix}"


def start(settings: Settings, refs: Sequence[str]) -> Started:
    """Start an ingest of ``refs``; it goes on whatever becomes of the page."""
    logs = settings.home / "uploads" / "logs"
    try:
        logs.mkdir(parents=True, exist_ok=True)
        log = logs / f"ingest-{ids.sha256(chr(10).join(refs).encode())[:16]}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "pipelines.cli", "ingest", "--", *refs],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "WHATWORKS_HOME": str(settings.home)},
                cwd=Path(__file__).resolve().parents[1],
                start_new_session=True,
            )
    except OSError as error:
        raise UsageError(
            f"start an ingest: {error.strerror or error}; a home that can be written is accepted"
        ) from error
    # Somebody has to wait for it, or it would look alive after its end.
    threading.Thread(target=process.wait, name=f"ingest-{process.pid}", daemon=True).start()
    return Started(process, log)
