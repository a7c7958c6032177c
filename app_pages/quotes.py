"""How words of a source are shown: a quote looks like a quote, our own summary never does.

A quote has marks, its source, page label, date and who wrote it. A paraphrase has no quotation marks and
says whose words it stands for. Every citation leads to its place in the document.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app_pages.address import cited_link
from app_pages.markup import EMPTY, Html, join, link, outward, tag
from kb import vocab, wording
from kb.models import Citation, Picture


@dataclass(slots=True)
class Numbers:
    """Numbers of sources in the order in which an answer first cites them."""

    citations: dict[str, Citation]
    _given: dict[str, int] = field(default_factory=dict)
    _first: dict[str, Citation] = field(default_factory=dict)

    @classmethod
    def of(cls, picture: Picture) -> Numbers:
        """None given yet, for the citations of ``picture``."""
        return cls({citation.id: citation for citation in picture.citations})

    def number(self, citation: Citation) -> int:
        """The number of what is cited; a source has one, however often it is cited."""
        key = source_key(citation)
        self._first.setdefault(key, citation)
        return self._given.setdefault(key, len(self._given) + 1)

    def mark(self, citation_id: str) -> Html:
        """``[n]``, leading to the very words."""
        citation = self.citations.get(citation_id)
        if citation is None:
            return EMPTY
        number = self.number(citation)
        place = wording.page(citation)
        told = f"Source {number}: {wording.source_title(citation)}" + (
            f", {place}" if place else ""
        )
        return link(
            cited_link(citation.link), f"[{number}]", class_="ww-ref", aria_label=told, title=told
        )

    def marks(self, ids: tuple[str, ...]) -> Html:
        """Marks of several citations, one for each source."""
        seen: set[str] = set()
        chosen: list[str] = []
        for one in ids:
            citation = self.citations.get(one)
            if citation is not None and source_key(citation) not in seen:
                seen.add(source_key(citation))
                chosen.append(one)
        return join((self.mark(one) for one in chosen), " ")

    def numbered(self) -> list[tuple[int, Citation]]:
        """Every source that was given a number, in order, by its first citation."""
        return [(number, self._first[key]) for key, number in self._given.items()]


def source_key(citation: Citation) -> str:
    """What makes two citations cite one source: for our summaries, the source they are about."""
    if citation.reports is not None:
        return f"{citation.reports.url or ''} {citation.reports.csl.get('title', '')}"
    return citation.document_id


def quote(citation: Citation, numbers: Numbers) -> Html:
    """A verbatim quote with all that a reader must be told of it."""
    opened = link(cited_link(citation.link), "Open at its page" if citation.page else "Open there")
    told = [citation.title, wording.page(citation), wording.date(citation.date)]
    told.append(_type(citation.type))
    told.append(wording.written_by(citation.interest))
    return tag(
        "figure",
        tag("blockquote", *quoted_paragraphs(citation.quote)),
        tag(
            "figcaption",
            numbers.mark(citation.id),
            " ",
            join((part for part in told if part), " · "),
            ". ",
            opened,
        ),
        class_="ww-quote",
    )


def summary_line(citation: Citation) -> Html:
    """Under a paraphrase: whose words it stands for, where that is, and where our note is."""
    url = citation.reports.url if citation.reports else None
    title = outward(url, wording.source_title(citation))
    end = "the original is held too" if _is_held(citation) else "the original is not held"
    return tag(
        "span",
        "Our summary of ",
        title,
        _locator(citation),
        f"; {end}. ",
        wording.written_by(citation.interest).capitalize(),
        ". ",
        link(cited_link(citation.link), "Our note"),
        ": ",
    )


def words_of(citation: Citation, text: str) -> Html:
    """The words of a statement: in quotation marks only where they are the source's own."""
    return Html(join(["“", text, "”"])) if citation.kind == "quote" else join([text])


def quoted_paragraphs(quote: str) -> list[Html]:
    """A quote in its own paragraphs, with one pair of quotation marks around all of it."""
    parts = [clipped(part) for part in quote.split("\n\n") if part.strip()] or [quote]
    last = len(parts) - 1
    return [
        tag("p", "“" if i == 0 else None, part, "”" if i == last else None)
        for i, part in enumerate(parts)
    ]


def clipped(text: str) -> str:
    """A passage on one line."""
    return " ".join(text.split())


def _type(slug: str) -> str:
    return vocab.load("document-types").label_of(slug).lower()


def _is_held(citation: Citation) -> bool:
    return citation.reports is not None and citation.reports.held


def _locator(citation: Citation) -> str | None:
    located = citation.reports.locator if citation.reports else None
    return f", {located}" if located else None
