"""What a document can be recognised by: read once from its own text and metadata, and kept beside it.

A signature says nothing of other documents; ``pairs`` holds two against each other. It is made of the words
of the document alone, so that it is the same whatever else is held and whenever it was added.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from typing import Any

import numpy as np

from kb.links import names
from kb.links.identifiers import Identifiers, identifiers, is_of_others
from kb.links.sketch import Hashes, Sketch, runs, sketch, words

VERSION = "links-2"
"""Of what is read here; signatures of another version are made again."""
HEAD_WORDS = 90
"""Words at the beginning in which a title stands, behind menus and bylines."""
SHORT = 3000
"""Words up to which a document is read in full for titles that it names; of a longer one its references."""
TITLE_RUN = 4
"""Words in a run of a title that is looked for in other documents."""
REVIEWS = frozenset({"systematic-review", "evidence-summary"})
REVIEW = re.compile(
    r"\b(?:systematic|evidence|literature|scoping|rapid|umbrella)\s+(?:evidence\s+)?(?:review|assessment|synthesis|map)"
    r"|\bmeta-?\s?(?:analys|evaluat|synthes)|\breview of (?:the )?(?:evidence|literature|evaluations|studies)",
    re.IGNORECASE,
)
AUTHOR_YEAR = re.compile(
    r"\b([A-Z][a-zA-ZÀ-ÿ’'-]{2,})(?:\s+(?:et\s+al\.?|(?:and|&)\s+[A-Z][\w’'-]+))?,?\s*\(?((?:19|20)\d\d)[a-z]?\b"
)
_PLAIN = (
    "a an the of for and or in on at to from by with into its is are was be as how what why when can do does "
    "report final interim full executive summary technical annex appendix paper brief briefing note press "
    "release blog news update updated edition version revised draft study evaluation research working part "
    "volume findings results first second third 1st 2nd 3rd new"
)
PLAIN = frozenset(_PLAIN.split())
"""Words of a title that tell nothing of what it is about."""


@dataclass(frozen=True)
class Signature:
    """What one document can be recognised by."""

    document_id: str
    title: str = ""
    """As it is shown; for reasons."""
    title_words: tuple[str, ...] = ()
    title_runs: tuple[int, ...] = ()
    """Its runs of four words, as they are looked for in other documents."""
    head: tuple[str, ...] = ()
    """Words at the beginning of the text."""
    words: int = 0
    type: str = ""
    authors: tuple[str, ...] = ()
    """Surnames, or an organisation in full."""
    publisher: str = ""
    date: str = ""
    address: str = ""
    ids: Identifiers = field(default_factory=Identifiers)
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    title_places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    numbers: tuple[tuple[str, int], ...] = ()
    """Each with the passage it is first in."""
    cited: tuple[str, ...] = ()
    """Works that are cited by author and year: ``smith 2015``."""
    passages: tuple[int, ...] = ()
    """How many runs of each passage are in the sketch."""
    same: str = ""
    """Digest of all its words: equal where two texts are the same."""
    sketch: Sketch = field(default_factory=lambda: sketch(()), repr=False)
    named: Hashes = field(default_factory=lambda: np.zeros(0, np.uint64), repr=False)
    """Runs of four words in which it may name other publications."""

    @cached_property
    def subject(self) -> tuple[str, ...]:
        """The words of its title that tell what it is about, each once, in order."""
        return subject(self.title_words)

    @cached_property
    def is_review(self) -> bool:
        """Whether it brings together what others studied."""
        return self.type in REVIEWS or bool(REVIEW.search(self.title))

    @property
    def is_short(self) -> bool:
        """Whether it is a note of a few pages, as a blog, a press release or a summary is."""
        return self.words <= SHORT


@dataclass(frozen=True, slots=True)
class Told:
    """What the catalogue holds of a document besides its text."""

    document_id: str
    title: str
    type: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    date: str = ""
    url: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    """Field and value, as found: ``DOI``, ``ISBN`` …"""
    refs: tuple[str, ...] = ()
    """What it was named by: addresses, a DOI."""


def read(told: Told, passages: Sequence[tuple[str | None, str]]) -> Signature:
    """The signature of a document whose passages are given as (heading, text), in order."""
    each = [words(text) for _, text in passages]
    own = [text for heading, text in passages if not is_of_others(heading)]
    every = [word for some in each for word in some]
    found = sketch(each)
    title = tuple(words(told.title))
    addresses = [a for a in (told.url, *told.refs) if a.startswith(("http://", "https://"))]
    texts = [text.replace("\n", " ") for text in own]
    return Signature(
        document_id=told.document_id,
        title=told.title,
        title_words=title,
        title_runs=tuple(runs(title, TITLE_RUN).tolist()),
        head=tuple(every[:HEAD_WORDS]),
        words=len(every),
        type=told.type,
        authors=tuple(sorted({name for a in told.authors if (name := surname(a))})),
        publisher=" ".join(words(told.publisher)),
        date=told.date,
        address=address(addresses[0]) if addresses else "",
        ids=_identifiers(told, passages),
        names=names.names(told.title, texts),
        places=names.places(told.title, texts),
        title_places=names.title_places(told.title),
        years=names.years(texts),
        numbers=names.numbers("" if is_of_others(h) else text for h, text in passages),
        cited=_cited(passages),
        passages=tuple(
            np.bincount(found.passages.astype(np.int64), minlength=len(each)).tolist()
            if each
            else ()
        ),
        same=_digest(every),
        sketch=found,
        named=_named(passages, each, is_short=len(every) <= SHORT),
    )


def _identifiers(told: Told, passages: Sequence[tuple[str | None, str]]) -> Identifiers:
    said: Mapping[str, list[str]] = {
        name: [value for key, value in told.metadata if key == name] for name in ("DOI", "ISBN")
    }
    dois = [*said["DOI"], *(ref for ref in (told.url, *told.refs) if "doi" in ref.casefold())]
    return identifiers(((heading or "", text) for heading, text in passages), dois, said["ISBN"])


def _cited(passages: Sequence[tuple[str | None, str]]) -> tuple[str, ...]:
    found = {
        f"{match[1].casefold()} {match[2]}"
        for _, text in passages
        for match in AUTHOR_YEAR.finditer(text)
    }
    return tuple(sorted(found))


def _named(
    passages: Sequence[tuple[str | None, str]], each: Sequence[Sequence[str]], *, is_short: bool
) -> Hashes:
    made = [
        runs(some, TITLE_RUN)
        for (heading, _), some in zip(passages, each, strict=True)
        if is_short or is_of_others(heading)
    ]
    return np.unique(np.concatenate(made)) if made else np.zeros(0, np.uint64)


def _digest(every: Sequence[str]) -> str:
    made = runs(every, 1)
    return f"{len(every)}:{int(runs_sum(made)):016x}" if len(every) >= HEAD_WORDS else ""


def runs_sum(made: Hashes) -> np.uint64:
    """One number for words in their order."""
    if not made.size:
        return np.uint64(0)
    order = np.arange(1, made.size + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    total: np.uint64 = np.bitwise_xor.reduce((made ^ order) * np.uint64(0xBF58476D1CE4E5B9))
    return total


def subject(title: Sequence[str]) -> tuple[str, ...]:
    """The words of a title that tell what it is about."""
    return tuple(dict.fromkeys(word for word in title if word not in PLAIN))


def surname(author: str) -> str:
    """The family name of a person, or the whole name of an organisation; small letters, no accents."""
    family, comma, given = author.partition(",")
    if comma and given.strip():
        return " ".join(words(family))
    parts = words(author)
    is_person = len(parts) in (2, 3) and not any(part in _ORGANISATION for part in parts)
    return parts[-1] if is_person else " ".join(parts)


_OF_BODIES = (
    "of for and the centre center institute university department ministry foundation council trust group "
    "association agency office house commission lab labs research services service limited ltd llp fund"
)
_ORGANISATION = frozenset(_OF_BODIES.split())


def address(url: str) -> str:
    """One spelling of an address, whichever way it is written: no scheme, no ``www``, no query of a campaign."""
    bare = re.sub(r"^https?://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
    bare = re.sub(r"#.*$", "", bare)
    path, _, query = bare.partition("?")
    kept = sorted(
        p
        for p in query.split("&")
        if p and not p.casefold().startswith(("utm_", "fbclid", "gclid"))
    )
    host, slash, rest = path.partition("/")
    rest = re.sub(r"(?:^|/)index\.\w+$", "", rest).rstrip("/")
    told = f"{host.casefold()}{slash if rest else ''}{rest}"
    return f"{told}?{'&'.join(kept)}" if kept else told


# --- kept beside the document -------------------------------------------------------------------

_ARRAYS = ("sketch", "named")


def dumps(value: Signature) -> tuple[str, bytes, bytes]:
    """A signature as text and two runs of bytes."""
    told = {f.name: getattr(value, f.name) for f in fields(value) if f.name not in _ARRAYS}
    told["ids"] = asdict(value.ids)
    told["limit"] = value.sketch.limit
    body = value.sketch.runs.astype("<u8").tobytes() + value.sketch.passages.astype("<u2").tobytes()
    return json.dumps(told, ensure_ascii=False), body, value.named.astype("<u8").tobytes()


def loads(told: str, body: bytes, named: bytes) -> Signature:
    """The way back from ``dumps``."""
    value: dict[str, Any] = json.loads(told)
    limit = value.pop("limit")
    ids = Identifiers(**{name: tuple(some) for name, some in value.pop("ids").items()})
    size = len(body) // 10
    value["numbers"] = [(number, position) for number, position in value["numbers"]]
    values: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in value.items()}
    return Signature(
        **values,
        ids=ids,
        sketch=Sketch(
            np.frombuffer(body, "<u8", size), np.frombuffer(body, "<u2", offset=8 * size), limit
        ),
        named=np.frombuffer(named, "<u8"),
    )
