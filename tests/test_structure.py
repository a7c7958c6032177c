"""The shape of the project: which folder may import which, and what must not be imported early."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("kb", "ingest", "pipelines", "app_pages")
"""Left is imported by right, never the other way."""
FORBIDDEN = {
    "kb": {"haystack", "streamlit", "httpx", "requests", "trafilatura", "pypdf"},
    "ingest": {"haystack", "streamlit", "qdrant_client", "qdrant_edge"},
    "pipelines": {"streamlit"},
}


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("folder", LAYERS)
def test_imports_flow_one_way(folder: str) -> None:
    later = set(LAYERS[LAYERS.index(folder) + 1 :]) | {"app"}
    for path in modules(folder):
        assert not imported(path) & later, f"{path.relative_to(ROOT)} imports a later layer"


@pytest.mark.parametrize("folder", sorted(FORBIDDEN))
def test_a_layer_knows_nothing_of_the_tools_of_another(folder: str) -> None:
    for path in modules(folder):
        assert not imported(path) & FORBIDDEN[folder], path.relative_to(ROOT)


@pytest.mark.parametrize("folder", LAYERS)
def test_every_module_opens_with_its_charter(folder: str) -> None:
    for path in modules(folder):
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path.relative_to(ROOT)


@pytest.mark.parametrize(
    ("command", "unwanted"),
    [
        ("search", {"haystack", "streamlit", "spacy", "trafilatura"}),
        ("cite", {"haystack", "streamlit", "spacy", "trafilatura", "fastembed", "qdrant_client"}),
        ("check", {"haystack", "streamlit", "spacy", "trafilatura", "fastembed"}),
    ],
)
def test_a_command_pays_only_for_what_it_uses(
    command: str, unwanted: set[str], tmp_path: Path
) -> None:
    code = (
        "import sys\nfrom pipelines.cli import main\n"
        f"sys.argv = ['whatworks', '--home', {str(tmp_path)!r}, {command!r}, 'x']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *sorted(m for m in sys.modules if '.' not in m))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    loaded = set(ran.stdout.rsplit("LOADED", 1)[1].split())
    assert not loaded & unwanted
