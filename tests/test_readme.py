"""The README is executed: its commands run, its Python runs, and it names all that there is."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from built import NOTES, note
from commands import whatworks
from pdf_builder import column, pdf

from ingest.extract import READERS
from kb import weights
from pipelines.cli import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
FEW = ("kickstart", "future-jobs-fund", "debt-advice-rct-2007", "youth-contract-wage-incentive")

needs_weights = pytest.mark.skipif(
    bool(weights.missing(weights.default_folder())), reason="the weights are not there"
)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def commands(start: str) -> list[str]:
    lines = [line for block in blocks("console") for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith(f"$ {start} ")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the README's commands name, and a small base as its home."""
    (tmp_path / "pages").mkdir()
    lines = ["The pilot paid employers a wage subsidy.", "Half of the young people stayed."]
    (tmp_path / "report.pdf").write_bytes(pdf([column(lines)]))
    (tmp_path / "pages" / "blog.md").write_text("# A blog\n\nA subsidy helped some of us.\n")
    (tmp_path / "corpus" / "notes").mkdir(parents=True)
    for slug in FEW:
        shutil.copy(note(slug), tmp_path / "corpus" / "notes")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WHATWORKS_HOME", str(tmp_path / "home"))
    return tmp_path


@needs_weights
def test_every_command_of_the_readme_runs(folder: Path) -> None:
    assert whatworks("ingest", folder / "corpus" / "notes").status == 0
    for line in commands("whatworks"):
        ran = whatworks(*shlex.split(line)[1:])
        assert ran.status == 0, (line, ran.err)


@needs_weights
def test_the_python_of_the_readme_runs(folder: Path) -> None:
    (code,) = blocks("python")
    assert len(code.strip().splitlines()) <= 12
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}"],
        capture_output=True,
        text=True,
        cwd=folder,
    )
    assert ran.returncode == 0, ran.stderr
    assert "certainty" in ran.stdout


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"make ([a-z-]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_make_help_lists_every_target() -> None:
    ran = subprocess.run(["make", "help"], capture_output=True, text=True, cwd=ROOT, check=True)
    for target in ("env", "demo", "app", "test", "check", "bench", "endurance", "help"):
        assert re.search(rf"^{target}\s", ran.stdout, re.MULTILINE), target


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_mentioned(command: str) -> None:
    assert f"whatworks {command}" in README or f"`{command}`" in README


def test_every_source_type_is_mentioned() -> None:
    for reader in READERS.values():
        assert reader.label.removesuffix("s") in README, reader.label


def test_every_setting_is_mentioned() -> None:
    settings = (ROOT / "kb" / "settings.py").read_text("utf-8")
    for name in set(re.findall(r"WHATWORKS_[A-Z_]+", settings)) - {"WHATWORKS_MAX_"}:
        assert name in README or f"…_{name.removeprefix('WHATWORKS_MAX_')}" in README, name


def test_every_picture_and_link_of_the_readme_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("https://") or (ROOT / target).exists(), target


def test_the_starter_corpus_is_as_large_as_the_readme_says() -> None:
    assert f"{len(list(NOTES.glob('*.md')))} attempts" in README
