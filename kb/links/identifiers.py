"""Numbers that name one investigation or one publication: registrations, DOIs, ISBNs, numbers of reports.

What a text holds and where it stands; whether it is the document's own or another's is decided by the place:
in the list of references, in a citation in brackets, or on the first pages and beside "registered".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

REGISTRIES: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "ISRCTN": r"\bISRCTN[\s:#-]{0,3}(\d{8})\b",
        "NCT": r"\bNCT[\s:#-]{0,3}(\d{8})\b",
        "AEARCTR": r"\bAEARCTR[\s:-]{0,3}(\d{7})\b",
        "ACTRN": r"\bACTRN[\s:-]{0,3}(\d{14})\b",
        "DRKS": r"\bDRKS[\s:-]{0,3}(\d{8})\b",
        "NTR": r"\bN(?:TR|L)[\s:-]{0,3}(\d{4})\b(?=[^%]{0,20}\bregist)",
        "UMIN": r"\bUMIN(?:-?CTR)?[\s:-]{0,3}(\d{9})\b",
        "ChiCTR": r"\bChiCTR[\s:-]{0,3}(?:[A-Z]{3}-?)?(\d{8,10})\b",
        "CTRI": r"\bCTRI/(\d{4}/\d{2,3}/\d{6})\b",
        "PACTR": r"\bPACTR[\s:-]{0,3}(\d{15})\b",
        "IRCT": r"\bIRCT[\s:-]{0,3}(\d{11,16}N\d{1,3})\b",
        "EudraCT": r"\bEudraCT[^\d\n]{0,12}(\d{4}-\d{6}-\d{2})\b",
        "PROSPERO": r"\bCRD[\s:-]{0,2}(\d{11})\b",
        "RIDIE": r"\bRIDIE-STUDY-ID-([0-9a-f]{13})\b",
        "EGAP": r"\bEGAP(?:\sID)?[\s:-]{0,3}(\d{8}[A-Z]{2})\b",
        "OSF": r"\bosf\.io/([a-z0-9]{5})\b",
        "REES": r"\bsreereg\.icpsr\.umich\.edu\D{0,60}?/(\d{3,6})(?:\.\d+v\d+)?\b",
    }.items()
}
"""Registries of trials and reviews by the name that leads their numbers."""
_LEADS: Mapping[str, str] = {
    "PROSPERO": "crd", "REES": "sreereg", "RIDIE": "ridie-study", "OSF": "osf.io", "NTR": "regist",
}  # fmt: skip
"""What a text holds, in small letters, where it holds a number of a registry; its name where not told."""
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`\[\]]+", re.IGNORECASE)
ISBN = re.compile(
    r"\bISBN(?:-1[03])?[:\s]{0,3}((?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dX])\b", re.IGNORECASE
)
SERIES = re.compile(
    r"\b((?:[A-Z][\w&'’-]*\s+){1,6}(?:Report|Paper|Series|Brief|Memorandum|Monograph))"
    r"\s+(?:No\.?|Number|#|nr\.?)?\s*([A-Z]{0,4}-?\d{1,4})\b"
)
"""A number within a named series: "Department for Work and Pensions Research Report No 735"."""
REFERENCES = re.compile(
    r"^\W*(?:\d+\W+)?(?:references?|bibliograph\w*|works\s+cited|literature(?:\s+cited)?|endnotes?|notes"
    r"|sources|further\s+reading|related\s+\w+)\b.{0,30}$",
    re.IGNORECASE,
)
"""Headings of what a document says of others' publications."""
REGISTERED = re.compile(r"\bregist(?:ered|ration|ry)|\btrial\s+(?:number|id)|\bpre-?analysis\s+plan|\bprotocol", re.IGNORECASE)  # fmt: skip
CITED = re.compile(r"\(\s*(?:see\s+)?[A-Z][\w'’-]+(?:\s+(?:et\s+al\.?|and|&)[^()]{0,40})?,?\s+(?:19|20)\d\d[a-z]?\b|\bet\s+al\b")  # fmt: skip
"""A work cited by its author and year."""
HEAD = 8
"""Passages at the beginning in which a document says what it is itself."""
OWN_AT_MOST = 2
"""A document with more registrations of its own is a review, or a list."""


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Those of the document itself, and those it names of others."""

    registrations: tuple[str, ...] = ()
    dois: tuple[str, ...] = ()
    isbns: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    named_registrations: tuple[str, ...] = ()
    named_dois: tuple[str, ...] = ()


def identifiers(passages: Iterable[tuple[str, str]], dois: Iterable[str] = (), isbns: Iterable[str] = ()) -> Identifiers:  # fmt: skip
    """Of a document as (heading, text) in order; ``dois`` and ``isbns`` are what its metadata says it has."""
    own: dict[str, None] = {}
    named: dict[str, None] = {}
    first: dict[str, None] = {}
    named_dois: dict[str, None] = {}
    reports: dict[str, None] = {}
    said = {doi: None for raw in dois if (doi := plain_doi(raw))}
    books = {isbn: None for raw in isbns if (isbn := plain_isbn(raw))}
    for position, (heading, text) in enumerate(passages):
        others = is_of_others(heading)
        for number, around in _registrations(text):
            is_own = not others and not CITED.search(around)
            is_own = is_own and (position < HEAD or REGISTERED.search(around) is not None)
            (own if is_own else named)[number] = None
        for match in DOI.finditer(text):
            found = plain_doi(match[0])
            if found:
                (first if position < HEAD and not others else named_dois)[found] = None
        if position < HEAD and not others:
            books |= {isbn: None for m in ISBN.finditer(text) if (isbn := plain_isbn(m[1]))}
            reports |= {f"{' '.join(m[1].casefold().split())} {m[2].casefold()}": None for m in SERIES.finditer(text)}  # fmt: skip
    if not said and len(first) == 1:
        said = dict(first)
    if len(own) > OWN_AT_MOST:
        named, own = {**own, **named}, {}
    return Identifiers(
        tuple(sorted(own)),
        tuple(sorted(said)),
        tuple(sorted(books)),
        tuple(sorted(reports)),
        tuple(sorted(named.keys() - own.keys())),
        tuple(sorted((named_dois.keys() | first.keys()) - said.keys())),
    )


def is_of_others(heading: str | None) -> bool:
    """Whether what stands under a heading is a list of others' publications."""
    return bool(heading and REFERENCES.match(heading))


def _registrations(text: str) -> Iterator[tuple[str, str]]:
    """Numbers of registration, and the words around each."""
    folded = text.casefold()
    for name, pattern in REGISTRIES.items():
        if _LEADS.get(name, name.casefold()) not in folded:
            continue  # seventeen patterns over every passage cost more than all the rest
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - 100) : match.end() + 60]
            yield f"{name}{match[1].upper()}", around


def plain_doi(raw: str) -> str:
    """A DOI in one spelling; empty where there is none in it."""
    found = DOI.search(raw)
    if not found:
        return ""
    doi = found[0].casefold().rstrip(".,;:'’”")
    return doi.rstrip(")") if doi.count(")") > doi.count("(") else doi


def plain_isbn(raw: str) -> str:
    """An ISBN as thirteen digits, so that both spellings of one are one; empty where it is none."""
    digits = re.sub(r"[^0-9Xx]", "", raw).upper()
    if len(digits) == 10:
        body = "978" + digits[:9]
        check = (10 - sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(body)) % 10) % 10
        return f"{body}{check}"
    return digits if len(digits) == 13 else ""
