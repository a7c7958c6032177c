"""The five seeds beside the notes that name them: each is met, and what agrees was looked at and is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import ROOT, whatworks
from sqlalchemy import select

from kb.catalogue import open_catalogue, quotes
from kb.catalogue import tables as t
from kb.settings import Settings

pytestmark = pytest.mark.eval

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "seeds"
IEP = "inclusive-economy-partnership"
AGREEING = 11
"""Statements of all notes whose numbers the seeds tell, at least. Each was held against its sentence."""


@pytest.mark.skipif(not SEEDS.exists(), reason="../shared/data is not beside the checkout")
def test_every_seed_is_a_study_of_the_partnership_and_its_numbers_agree(tmp_path: Path) -> None:
    ran = whatworks("ingest", ROOT / "corpus" / "notes", SEEDS, "--home", tmp_path, "--json")
    assert ran.status == 0, ran.err
    catalogue = open_catalogue(Settings.from_environment({}, home=tmp_path), create=False)
    with catalogue.read() as connection:
        a = t.attempt_studies.c
        linked = connection.execute(select(a.study_id).where(a.attempt_id == IEP)).scalars()
        assert len(list(linked)) == 5
        every = connection.execute(select(t.attempts.c.id)).scalars().all()
        found = quotes.checked(connection, every)
    catalogue.close()
    assert sum(one.agrees for one in found.values()) >= AGREEING
    assert sum(one.differs for one in found.values()) == 0
    print({attempt: one for attempt, one in found.items() if one.held})
