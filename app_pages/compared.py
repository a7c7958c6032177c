"""Up to three attempts side by side, aspect by aspect; what is not held is said in every place. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from app_pages import chips, findings, rows, tables
from app_pages.address import cited_link
from app_pages.markup import Html, items, join, link, section, tag
from app_pages.schemes import Schemes
from app_pages.views import area_link, organisation_link
from kb import vocab, wording
from kb.dossier import Dossier, Stated
from kb.models import Citation, Finding

NOTHING = "nothing held"


def draw(dossiers: Sequence[Dossier], schemes: Schemes) -> Html:
    """A row an aspect, a column an attempt."""
    columns = ("", *(one.attempt.name.split(": ")[0] for one in dossiers))
    body = [
        (label, *(make(one) or NOTHING for one in dossiers)) for label, make in _aspects(schemes)
    ]
    caption = f"{wording.joined([one.attempt.name for one in dossiers])}, side by side"
    heads = (join(["What is held of it"]), *(rows.named(one.attempt) for one in dossiers))
    return section(
        "Side by side", tables.table(caption, columns, body, heads=heads, class_="ww-compared")
    )


def _aspects(schemes: Schemes) -> tuple[tuple[str, Callable[[Dossier], Html | str | None]], ...]:
    return (
        ("What was done", lambda d: d.attempt.what),
        ("Kind", lambda d: _kind(d)),
        ("Area", lambda d: _areas(d)),
        ("Where, when", lambda d: findings.setting(d.attempt)),
        ("For whom", lambda d: d.attempt.population),
        ("Who took part", lambda d: _who(d)),
        ("Status", lambda d: _status(d)),
        ("Aimed at, and result", lambda d: _list(_target(t) for t in d.targets)),
        ("Direction", lambda d: chips.direction_of_attempt(d.attempt)),
        ("Effects, against a comparison", lambda d: _findings(d, "effect")),
        ("Changed, cause not established", lambda d: _findings(d, "change")),
        ("Cost per participant", lambda d: _costs(d, "participant")),
        ("Cost per outcome", lambda d: _costs(d, "outcome")),
        ("Level", lambda d: rows.level(d.attempt, schemes, (d.note_id,))),
        ("Studies", lambda d: rows.counted(d.attempt)),
    )


def _kind(one: Dossier) -> str | None:
    known = vocab.load("kinds").get(one.attempt.kind)
    return known.label if known else one.kind_stated


def _areas(one: Dossier) -> Html:
    areas = vocab.load("areas")
    return join((link(area_link(slug), areas.label_of(slug)) for slug in one.attempt.areas), ", ")


def _who(one: Dossier) -> Html:
    return _list(
        join([link(organisation_link(name), name), f", {sector.lower()}"])
        for sector, names in wording.who_by_sector(one.attempt.who)
        for name in names
    )


def _status(one: Dossier) -> str:
    ended = f". {one.attempt.why_ended}" if one.attempt.why_ended else ""
    return rows.status(one.attempt) + ended


def _target(one: Stated) -> Html:
    figures = "; ".join(figure.text for figure in one.figures)
    aimed = f"{one.text.rstrip('.')} ({figures})" if figures else one.text.rstrip(".")
    return join([aimed, ". ", tag("em", "Result: "), one.result or "not held", "."])


def _findings(one: Dossier, kind: str) -> Html:
    cited = {citation.id: citation for citation in one.citations}
    return _list(_finding(f, cited[f.citation]) for f in one.findings if f.kind == kind)


def _finding(one: Finding, citation: Citation) -> Html:
    told = f"Where it is said: {one.outcome}"
    opened = link(cited_link(citation.link), "source", class_="ww-ref", aria_label=told)
    return join([chips.direction_of_finding(one), ": ", one.outcome, " ", opened])


def _costs(one: Dossier, per: str) -> Html | str:
    held = [cost for cost in one.costs if cost.per == per]
    told = [
        f"{cost.text.rstrip('.')}: {'; '.join(f.text for f in cost.figures)}"
        if cost.figures
        else cost.text
        for cost in held
    ]
    return _list(told) if told else rows.NO_COST


def _list(entries: Iterable[Html | str]) -> Html:
    return items("ul", entries, class_="ww-plain")
