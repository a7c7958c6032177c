"""The register as markup: a row an attempt, with what it cost and how it ended. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from app_pages import chips, findings, tables
from app_pages.markup import EMPTY, Html, join, link, tag
from app_pages.schemes import Schemes
from app_pages.views import attempt_link
from kb import vocab, wording
from kb.models import Attempt
from kb.places import Share

COLUMNS = ("Attempt", "Where, when", "Who", "Direction", "How studied", "Cost", "Status")
NO_COST = "no cost held"
FROM_A_NOTE = "from a note; no original is held"
CSV = (
    "id", "name", "areas", "kind", "status", "why_ended", "who", "where", "countries", "start", "end",
    "population", "direction", "level", "studies", "documents", "costs",
)  # fmt: skip


def table(attempts: Iterable[Attempt], schemes: Schemes, notes: Collection[str] = ()) -> Html:
    """The list; on a narrow screen a row becomes a block."""
    return tables.table(
        "Attempts", COLUMNS, (_row(one, schemes, notes) for one in attempts), class_="ww-register"
    )


def named(attempt: Attempt) -> Html:
    """The name of an attempt, leading to its page."""
    return link(attempt_link(attempt.id), attempt.name)


def counted(attempt: Attempt) -> str:
    """Studies, and documents in brackets; or that it is known through our note alone."""
    if not attempt.studies:
        return FROM_A_NOTE
    return wording.studies_and_documents(attempt.studies, attempt.documents)


def status(attempt: Attempt) -> str:
    """Whether it runs, ended or was closed early, in words."""
    return vocab.load("attempt-statuses").label_of(attempt.status)


def who(attempt: Attempt) -> Html:
    """Those who took part, by sector."""
    told = [
        tag("span", tag("span", sector, class_="ww-sector"), " ", ", ".join(names))
        for sector, names in wording.who_by_sector(attempt.who)
    ]
    return join(told, " · ")


def level(attempt: Attempt, schemes: Schemes, notes: Collection[str] = ()) -> Html:
    """Its level, which opens its reasons."""
    return chips.level(
        attempt.levels, schemes, as_stated=attempt.design, areas=attempt.areas, notes=notes
    )


def counts(attempts: Sequence[Attempt], held: Share) -> str:
    """How many there are, in studies too, and how many are from the United Kingdom."""
    told = wording.count(len(attempts), "attempt")
    if held.home_attempts:
        told += f", {held.home_attempts:,} of them in the United Kingdom"
    if held.studies:
        told += (
            f"; {wording.count(held.studies, 'study', 'studies')} of what became of people, "
            f"{held.home_studies:,} from the United Kingdom"
        )
    return told + "."


def csv_rows(attempts: Iterable[Attempt], scheme: str) -> list[dict[str, object]]:
    """The list as rows of plain values, by ``CSV``."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "areas": " ".join(one.areas),
            "kind": one.kind,
            "status": one.status,
            "why_ended": one.why_ended or "",
            "who": "; ".join(f"{w.name} ({w.role}, {w.sector})" for w in one.who),
            "where": one.where or "",
            "countries": " ".join(one.countries),
            "start": one.start or "",
            "end": one.end or "",
            "population": one.population or "",
            "direction": one.direction,
            "level": (one.levels[scheme].level or "") if scheme in one.levels else "",
            "studies": one.studies,
            "documents": one.documents,
            "costs": "; ".join(figure.text for figure in one.costs),
        }
        for one in attempts
    ]


def _row(attempt: Attempt, schemes: Schemes, notes: Collection[str]) -> tuple[tables.Cell, ...]:
    kind = vocab.load("kinds").label_of(attempt.kind)
    about = tag("span", kind, class_="ww-about ww-block") if attempt.kind != "unmapped" else EMPTY
    cost = "; ".join(figure.text for figure in attempt.costs[:2])
    more = len(attempt.costs) - 2
    return (
        join([named(attempt), about]),
        findings.setting(attempt) or None,
        who(attempt),
        chips.direction_of_attempt(attempt),
        join([level(attempt, schemes, notes), tag("span", counted(attempt), class_="ww-about")]),
        f"{cost} and {more} more" if more > 0 else cost or NO_COST,
        status(attempt),
    )
