"""Findings and disagreements as markup, wherever they stand: each with its direction, words and mark. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from app_pages import chips, findings
from app_pages.markup import EMPTY, Html, items, join, tag
from app_pages.quotes import Numbers, source_key, summary_line, words_of
from kb import wording
from kb.models import Citation, Disagreement, Finding

KINDS_OF_DISAGREEMENT: Mapping[str, str] = {
    "figure": "Different figures",
    "direction": "Different directions",
    "date": "Different dates",
    "scope": "Different scope",
    "definition": "Different definitions",
}
UNEXPLAINED = "Nothing held explains the difference."


Beneath = Callable[[str], Html]
"""What stands under a statement, by its id."""


def nothing(_: str) -> Html:
    """Nothing stands under it."""
    return EMPTY


def told(
    some: Sequence[Finding], numbers: Numbers, *, has_kind: bool = False, beneath: Beneath = nothing
) -> Iterable[Html]:
    """Findings in a list for each source in turn, so that its line is said once."""
    runs: list[tuple[Citation, list[Finding]]] = []
    for one in some:
        citation = numbers.citations[one.citation]
        if runs and _same_line(runs[-1][0], citation) and runs[-1][1][0].basis == one.basis:
            runs[-1][1].append(one)
        else:
            runs.append((citation, [one]))
    for citation, said in runs:
        drawn = (finding(one, numbers, has_kind=has_kind, beneath=beneath) for one in said)
        yield items("ul", drawn, class_="ww-said")
        yield tag("p", whose(citation, said[0].basis, said[0].judged_by), class_="ww-line")


def finding(
    one: Finding, numbers: Numbers, *, has_kind: bool = False, beneath: Beneath = nothing
) -> Html:
    """One finding: direction and outcome, its words, its figures with both arms named.

    ``has_kind`` says whether its kind is told, where no heading does.
    """
    citation = numbers.citations[one.citation]
    about = [one.outcome]
    if one.comparator:
        about.append(f"compared with {one.comparator}")
    if one.population:
        about.append(f"among {one.population}")
    about += [part for part in (one.place, wording.date(one.when)) if part]
    figures = findings.figures(one)
    kind = f"{findings.GROUPS[one.kind]} · " if has_kind else None
    return tag(
        "li",
        tag("p", kind, chips.direction_of_finding(one), " · ", ", ".join(about), class_="ww-about"),
        tag("p", words_of(citation, one.text), " ", numbers.mark(one.citation)),
        tag("p", *figures, class_="ww-figures") if figures else EMPTY,
        beneath(one.id),
    )


def whose(citation: Citation, basis: str, judged_by: str = "") -> Html:
    """Under a statement: whose words it stands for, and whether a person has confirmed it."""
    if citation.kind == "paraphrase":
        line = summary_line(citation)
    else:
        known = [citation.title, wording.page(citation), wording.date(citation.date)]
        known.append(wording.written_by(citation.interest))
        line = join([join((part for part in known if part), " · "), ": "])
    by = f" by {judged_by}" if judged_by else ""
    return join([line, chips.basis(basis), by, "."])


def disagreement(one: Disagreement, numbers: Numbers, *, has_title: bool = True) -> Html:
    """What sources say otherwise, side by side, none of them preferred."""
    names = ("Says", "Who, when", "In its words", "Source")
    head = tag("tr", *(tag("th", name, scope="col", role="columnheader") for name in names))
    rows = []
    for side in one.sides:
        citation = numbers.citations.get(side.citation)
        if citation is None:
            continue
        who = ", ".join(
            filter(None, [wording.written_by(citation.interest), wording.date(citation.date)])
        )
        words = words_of(citation, " ".join(citation.quote.split()))
        cells = (side.value, who, words, numbers.mark(citation.id))
        rows.append(
            tag(
                "tr",
                *(
                    tag("td", cell, data_label=name, role="cell")
                    for name, cell in zip(names, cells, strict=True)
                ),
                role="row",
            )
        )
    caption = tag("caption", f"What sources say of {one.about}", class_="ww-listen")
    table = tag(
        "table", caption, tag("thead", head, role="rowgroup"),
        tag("tbody", *rows, role="rowgroup"), class_="ww-table ww-shelf", role="table",
    )  # fmt: skip
    return tag(
        "div",
        tag("h3", one.about) if has_title else EMPTY,
        tag(
            "p", KINDS_OF_DISAGREEMENT[one.kind], ". ", one.reading or UNEXPLAINED, class_="ww-note"
        ),
        table,
    )


def _same_line(one: Citation, other: Citation) -> bool:
    located = [c.reports.locator if c.reports else c.page for c in (one, other)]
    return source_key(one) == source_key(other) and located[0] == located[1]
