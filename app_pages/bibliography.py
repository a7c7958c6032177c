"""The numbered sources of an answer, as markup and as text for copying."""

from __future__ import annotations

from typing import Any

from app_pages.address import SourceView, cited_link, source_link
from app_pages.markup import Html, items, join, link, outward, tag
from app_pages.quotes import Numbers
from kb import vocab, wording
from kb.models import Citation

TYPES = {
    "article": "article",
    "article-journal": "journal article",
    "article-magazine": "magazine article",
    "article-newspaper": "news article",
    "book": "book",
    "chapter": "chapter",
    "post": "post",
    "post-weblog": "blog",
    "report": "report",
    "speech": "speech",
    "thesis": "thesis",
    "webpage": "web page",
}
"""Types of the Citation Style Language that sources of notes have, in words."""


def entries(numbers: Numbers) -> Html:
    """Every source that was cited, numbered as cited."""
    listed = [tag("li", _source(citation), value=n) for n, citation in numbers.numbered()]
    return items("ol", listed, class_="ww-sources")


def text(numbers: Numbers) -> str:
    """The same as plain text, a line a source."""
    return "\n".join(f"[{n}] {_reference(citation)}" for n, citation in numbers.numbered())


def reference(csl: dict[str, Any]) -> str:
    """A reference as one line of text: author, year, title, publisher, address."""
    authors = [
        str(name.get("literal") or " ".join(filter(None, [name.get("family"), name.get("given")])))
        for name in csl.get("author", ())
    ]
    issued = csl.get("issued", {}).get("date-parts", [[None]])[0][0]
    who = wording.joined(authors) if authors else csl.get("publisher")
    lead = " ".join(str(part) for part in (who, f"({issued})" if issued else None) if part)
    parts = [lead, csl.get("title"), csl.get("container-title")]
    if authors:
        parts.append(csl.get("publisher"))
    parts.append(csl.get("URL"))
    return ". ".join(str(part).rstrip(".") for part in parts if part)


def _source(citation: Citation) -> Html:
    csl = _csl(citation)
    url = str(csl["URL"]) if csl.get("URL") else None
    text = reference({key: value for key, value in csl.items() if key != "URL"})
    # The status of a note says nothing of the source that it is about.
    status = citation.status if citation.reports is None else "not-checked"
    told = [wording.written_by(citation.interest), wording.STATUS_WORDS[status]]
    if citation.reports is None:
        told.insert(0, vocab.load("document-types").label_of(citation.type).lower())
        opened = link(source_link(SourceView(document=citation.document_id)), "open it here")
    else:
        told.insert(0, TYPES.get(str(csl.get("type")), "document"))
        opened = link(cited_link(citation.link), "see our note on it")
        told.append("the original is held too" if citation.reports.held else "original not held")
    about = tag("span", join(told, "; "), "; ", opened, ".", class_="ww-about")
    return join([tag("span", text, ". "), outward(url, url or ""), " " if url else "", about])


def _reference(citation: Citation) -> str:
    summarised = ", as summarised in an evidence note" if citation.reports else ""
    return reference(_csl(citation)) + summarised


def _csl(citation: Citation) -> dict[str, Any]:
    if citation.reports is not None:
        return citation.reports.csl
    csl: dict[str, Any] = {"title": citation.title, "publisher": citation.publisher}
    csl["author"] = [{"literal": name} for name in citation.authors]
    csl["URL"] = citation.url
    if citation.date:
        csl["issued"] = {"date-parts": [[citation.date[:4]]]}
    return csl
