"""The effect-direction plot: a row a study, ordered by strength; effects alone, by direction alone.

Only what was set against a comparison enters. Never significance, never size, nothing pooled. It holds the
data of the plot; the screen and the exports draw it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kb import vocab
from kb.catalogue.attempts import direction_of
from kb.evidence import STRONGEST_FIRST
from kb.levels import DEFAULT
from kb.models import Attempt, Direction, EffectRow, Level
from kb.results import Result, best_design

ORDER = "Strongest evidence first: by level, then by design, then by name."
COLUMNS = (
    "study", "name", "attempt", "documents", "design", "scheme", "level", "basis", "outcome",
    "direction", "effects", "citations",
)  # fmt: skip


def rows(
    some: Iterable[Result],
    attempts: Iterable[Attempt],
    titles: Mapping[str, str],
    levels: Mapping[str, Mapping[str, Level]],
    scheme: str | None = None,
) -> tuple[EffectRow, ...]:
    """A row for each study with an effect.

    ``titles`` and ``levels`` are those of the studies whose documents are held; a study that is known
    through a note alone is shown at its attempt's level.
    """
    tried = {attempt.id: attempt for attempt in attempts}
    by_study: dict[str, list[Result]] = {}
    for result in some:
        if result.finding.kind == "effect":
            by_study.setdefault(result.study, []).append(result)
    made = [
        _row(study, own, tried, titles, levels, scheme or DEFAULT)
        for study, own in by_study.items()
    ]
    return tuple(sorted(made, key=_strength))


def table(some: Iterable[EffectRow]) -> list[dict[str, object]]:
    """The data of the plot, a line for each study and outcome, by ``COLUMNS``."""
    outcomes = vocab.load("outcomes")
    return [
        {
            "study": row.study,
            "name": row.name,
            "attempt": row.attempt_id or "",
            "documents": len(row.documents),
            "design": row.design or "",
            "scheme": row.scheme or "",
            "level": row.level or "",
            "basis": row.basis,
            "outcome": outcomes.label_of(slug) if slug else "not mapped",
            "direction": direction_of(directions),
            "effects": len(directions),
            "citations": " ".join(row.citations),
        }
        for row in some
        for slug, directions in row.outcomes
    ]


def _row(
    study: str,
    own: list[Result],
    tried: Mapping[str, Attempt],
    titles: Mapping[str, str],
    levels: Mapping[str, Mapping[str, Level]],
    scheme: str,
) -> EffectRow:
    attempt = next((tried[a] for r in own if (a := r.finding.attempt_id or "") in tried), None)
    documents = own[0].documents
    level = levels.get(study, attempt.levels if attempt else {}).get(scheme)
    outcomes: dict[str | None, list[Direction]] = {}
    for result in own:
        outcomes.setdefault(result.finding.outcome_slug, []).append(result.finding.direction)
    order = {slug: i for i, slug in enumerate(vocab.load("outcomes").slugs)}
    listed = sorted(outcomes.items(), key=lambda one: order.get(one[0] or "", len(order)))
    way = direction_of([r.finding.direction for r in own])
    return EffectRow(
        study=study,
        name=titles.get(study) or (attempt.name if attempt else study),
        attempt_id=attempt.id if attempt else None,
        documents=documents,
        design=best_design(own),
        scheme=scheme if level else None,
        level=level.level if level else None,
        rank=level.rank if level else None,
        basis=level.basis if level else own[0].finding.basis,
        direction=way,  # type: ignore[arg-type]
        outcomes=tuple((slug, tuple(ways)) for slug, ways in listed),
        citations=tuple(dict.fromkeys(r.finding.citation for r in own)),
    )


def _strength(row: EffectRow) -> tuple[int, int, str, str]:
    design = STRONGEST_FIRST.index(row.design) if row.design in STRONGEST_FIRST else 99
    return -(row.rank or 0), design, row.name.casefold(), row.study
