"""Settings: few, from the environment, each with a default that works offline.

``Settings.from_environment`` is the only reader of ``WHATWORKS_*``; everything else is handed a value.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kb.errors import SettingError

BUNDLED_EMBEDDER = "bge-small-en-v1.5-int8"
BUNDLED_RERANKER = "ms-marco-minilm-l-12-v2-int8"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost before it is refused. Each has a ``WHATWORKS_MAX_*`` variable."""

    bytes: int = 200 * 2**20
    pages: int = 3000
    seconds: float = 300.0
    memory_bytes: int = 4 * 2**30
    """Address space of the child process that reads the document."""
    text_chars: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how much is allowed."""

    home: Path
    """``WHATWORKS_HOME``: the folder of one knowledge base."""
    database_url: str
    """``WHATWORKS_DATABASE_URL``: a SQLAlchemy URL; by default SQLite in the home."""
    qdrant_url: str | None = None
    """``WHATWORKS_QDRANT_URL``: a Qdrant server or cluster; by default the embedded engine."""
    qdrant_api_key: str | None = field(default=None, repr=False)
    """``WHATWORKS_QDRANT_API_KEY``."""
    public_url: str | None = None
    """``WHATWORKS_PUBLIC_URL``: what links in exports point to."""
    curator: str | None = None
    """``WHATWORKS_CURATOR``: who acts; stored as unverified without a login."""
    models: Path | None = None
    """``WHATWORKS_MODELS``: a folder of weights; by default the one ``make env`` filled."""
    embedder: str = BUNDLED_EMBEDDER
    """``WHATWORKS_EMBEDDER``: the bundled model, or any name that fastembed knows."""
    reranker: str = BUNDLED_RERANKER
    """``WHATWORKS_RERANKER``: the bundled model, any name fastembed knows, or ``none``."""
    limits: Limits = Limits()

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str] | None = None, home: str | Path | None = None
    ) -> Settings:
        """Settings of this process; ``home`` (a command-line option) wins over the environment."""
        env = os.environ if environ is None else environ
        folder = Path(home or env.get("WHATWORKS_HOME") or ".whatworks").expanduser().absolute()
        defaults = Limits()
        return cls(
            home=folder,
            database_url=env.get("WHATWORKS_DATABASE_URL")
            or f"sqlite:///{folder / 'catalogue.sqlite'}",
            qdrant_url=env.get("WHATWORKS_QDRANT_URL") or None,
            qdrant_api_key=env.get("WHATWORKS_QDRANT_API_KEY") or None,
            public_url=env.get("WHATWORKS_PUBLIC_URL") or None,
            curator=env.get("WHATWORKS_CURATOR") or None,
            models=Path(env["WHATWORKS_MODELS"]) if env.get("WHATWORKS_MODELS") else None,
            embedder=env.get("WHATWORKS_EMBEDDER") or BUNDLED_EMBEDDER,
            reranker=env.get("WHATWORKS_RERANKER") or BUNDLED_RERANKER,
            limits=Limits(
                bytes=int(_number(env, "WHATWORKS_MAX_MIB", defaults.bytes / 2**20) * 2**20),
                pages=int(_number(env, "WHATWORKS_MAX_PAGES", defaults.pages)),
                seconds=_number(env, "WHATWORKS_MAX_SECONDS", defaults.seconds),
                memory_bytes=int(
                    _number(env, "WHATWORKS_MAX_MEMORY_MIB", defaults.memory_bytes / 2**20) * 2**20
                ),
                text_chars=int(_number(env, "WHATWORKS_MAX_TEXT_CHARS", defaults.text_chars)),
            ),
        )

    @property
    def snapshots(self) -> Path:
        """Folder of the exact bytes fetched, ``ab/<sha256>``."""
        return self.home / "snapshots"

    @property
    def index_home(self) -> Path:
        """Folder of the embedded index and its lock."""
        return self.home / "index"


def _number(env: Mapping[str, str], name: str, default: float) -> float:
    raw = env.get(name)
    if not raw:
        return default
    try:
        value = float(raw)
    except ValueError as error:
        raise SettingError(
            f"read {name}: {raw!r} is not a number; a positive number is accepted"
        ) from error
    if value <= 0:
        raise SettingError(f"read {name}: {raw!r} is not positive; a positive number is accepted")
    return value
