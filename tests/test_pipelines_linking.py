"""Links on the command line: drawn after an ingest, an import and a rebuilding; decided, listed, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from bases import folder_of, note, open_base
from commands import whatworks
from families import FAMILIES

from kb.catalogue import studies
from pipelines.linking import relink

WHO = ("--as", "Ann", "--reason", "The title pages say so.")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A base into which three files of one evaluation and a note were ingested."""
    monkeypatch.delenv("WHATWORKS_CURATOR", raising=False)
    monkeypatch.setenv("WHATWORKS_HOME", str(tmp_path / "home"))
    files: dict[str, bytes | str] = {
        f"files/{made.key}.txt": f"{made.title}\n\n"
        + "\n\n".join(text for _, text in made.passages)
        for made in FAMILIES[0].documents
    }
    folder = folder_of(tmp_path / "in", {"files/a-pilot.md": note(), **files})
    ran = whatworks("ingest", folder / "files", "--json")
    assert ran.status == 0, ran.err
    return tmp_path / "home"


def lines(out: str) -> str:
    return " ".join(out.split())


def test_an_ingest_draws_the_studies_and_a_person_decides(home: Path, tmp_path: Path) -> None:
    listed = whatworks("review", "links", "--json")
    (proposal,) = listed.json["proposals"]
    assert (listed.status, proposal["kind"], proposal["basis"]) == (0, "study", "suggested")
    assert len(proposal["documents"]) == 3
    assert proposal["reasons"]
    told = whatworks("review", "links")
    assert "One study (suggested)" in told.out
    assert "because" in told.out
    study = proposal["study_id"]
    blog = proposal["documents"][-1]["document_id"]

    split = whatworks("review", "split", blog, *WHO, "--json")
    assert split.status == 0
    assert split.json["judgements"][0]["who"] == "Ann"
    assert {moved["basis"] for moved in split.json["moved"]} == {"judged"}
    assert "tells of another study" in lines(whatworks("review", "log").out)
    merged = whatworks("review", "merge", blog[:12], study[:12], *WHO)
    assert "are one study" in lines(merged.out)
    attached = whatworks("review", "attach", study, "a-pilot", *WHO, "--json")
    assert attached.json["attempts"] == [["a-pilot", study, True]]
    (attempt,) = whatworks("attempts", "--json").json["attempts"]
    (of,) = attempt["study_list"]
    assert (of["id"], of["basis"]) == (study, "judged")
    assert (attempt["studies"], attempt["documents"]) == (1, 3)
    assert attempt["checked"]["total"] == 3
    detached = whatworks("review", "detach", blog, "a-pilot", *WHO)
    assert "no longer one of a-pilot" in lines(detached.out)
    taken = whatworks("review", "undo", split.json["judgements"][0]["id"], *WHO)
    assert taken.status == 0

    exported = whatworks("export", tmp_path / "out")
    assert exported.status == 0, exported.err
    second = tmp_path / "second"
    assert whatworks("import", tmp_path / "out", "--home", second).status == 0
    proposals = whatworks("review", "links", "--home", second, "--json").json["proposals"]
    assert [p["study_id"] for p in proposals if p["kind"] == "study"] == [study]
    assert whatworks("reindex").status == 0
    assert whatworks("check").status == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("link", "a-pilot", "a-pilot", *WHO), "two attempts are named"),
        (("split", "zzz", *WHO), "there is none"),
        (("link", "a-pilot"), "accepted"),
        (("attach", "a-pilot", "a-pilot", *WHO), "accepted: a study or a document of it"),
        (("split", "a-pilot", "--reason", "Because."), "nobody is named"),
    ],
)
def test_what_cannot_be_decided_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.delenv("WHATWORKS_CURATOR", raising=False)
    base = open_base(tmp_path / "home")
    base.take(folder_of(tmp_path / "in", {"notes/a-pilot.md": note()}))
    base.catalogue.close()
    ran = whatworks("review", *arguments, "--home", tmp_path / "home")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.count("\n") == 1


def test_a_base_without_links_says_so(tmp_path: Path) -> None:
    base = open_base(tmp_path / "home")
    assert relink(base.catalogue) == studies.Relinked(0, 0, 0, 0)
    base.catalogue.close()
    assert whatworks("review", "links", "--home", tmp_path / "home").status == 4
