"""A small real base for the screens: starter notes, two PDFs and a hostile web page, ingested once a process.

How its three documents were studied is written by hand (``read_by_hand``), so that no rule decides what a
screen is tested with.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import read_by_hand
from pdf_builder import column, pdf

from kb.catalogue import Catalogue, designs, open_catalogue, read, shelf
from kb.evidence import Reading
from kb.models import Document, Passage
from kb.settings import Settings

NOTES = (
    "mhfa-canberra-workplace-rct", "mhfa-workplaceaid", "mhfa-meta-analysis",
    "youth-contract-wage-incentive", "future-jobs-fund", "ips-eqolise",
    "uk-automatic-enrolment", "automatic-enrolment-us-401k",
)  # fmt: skip
CORPUS = Path(__file__).parents[1] / "corpus" / "notes"

REPORT_TITLE = "Lanterns for Tilbury: what the night library did"
QUOTE = "Night readers borrowed four hundred lanterns in the first winter."
REPORT_LINES = [
    "The night library opened its doors to shift workers who read after midnight.",
    QUOTE,
    "Librarians who lent lanterns said that trust with the readers took months.",
    "The town council paid for oil, and two charities paid for the books.",
    "After a year the lantern scheme had cost nine pounds for every reader.",
]
HOSTILE_TITLE = (
    "<script>window.pwned = 1</script> [click](javascript:window.pwned=2) **Bold** lantern"
)
HOSTILE_PAGE = f"""<!doctype html><html><head>
<title>{HOSTILE_TITLE.replace("<", "&lt;").replace(">", "&gt;")}</title>
<meta name="author" content="&lt;img src=x onerror='window.pwned=3'&gt;">
<link rel="canonical" href="javascript:window.pwned=4">
</head><body><article>
<h1>{HOSTILE_TITLE.replace("<", "&lt;").replace(">", "&gt;")}</h1>
<p>Lantern makers in the harbour town of Wick wrote &lt;img src=x onerror="window.pwned=5"&gt; on
every lamp that they sold to the night library and its readers during the long winter.</p>
<p>&lt;script&gt;window.pwned = 6&lt;/script&gt; stood in their ledger, beside [a link](javascript:window.pwned=7)
and the sums which they had asked the librarians of the town to pay for oil and for glass.</p>
<p>The harbour office kept the ledger for many years and showed it to anybody who came to read it.</p>
</article></body></html>"""


def report(title: str = REPORT_TITLE) -> bytes:
    """A report of two pages, printed as iv and v."""
    first = [*column([title], top=90, size=20, bold=True), *column(REPORT_LINES, top=160)]
    second = column(
        ["The second winter was quieter, and readers asked for warmer rooms instead.",
         "Nobody knows whether they slept better than the readers of other towns."], top=120,
    )  # fmt: skip
    return pdf(
        [first, second], info={"Title": title, "Author": "Ada Wick"}, labels="0 << /S /r /St 4 >>"
    )


@lru_cache(maxsize=1)
def built() -> Path:
    """The home of the base; made at the first call, gone at the end of the process."""
    from pipelines import batch
    from pipelines.base import opened

    home = Path(tempfile.mkdtemp(prefix="reading-room-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    given = home / "given"
    given.mkdir()
    (given / "lanterns.pdf").write_bytes(report())
    (given / "mentors.pdf").write_bytes(read_by_hand.study())
    (given / "wick.html").write_text(HOSTILE_PAGE, "utf-8")
    (given / "empty.pdf").write_bytes(b"")
    refs = [str(CORPUS / f"{name}.md") for name in NOTES]
    refs += [
        str(given / name) for name in ("lanterns.pdf", "mentors.pdf", "wick.html", "empty.pdf")
    ]
    settings = Settings.from_environment({}, home=home / "base")
    with opened(settings, create=True) as base:
        batch.run(refs, settings, base.catalogue, base.index, base.embedder)
        _read_by_hand(base.catalogue)
    return settings.home


READINGS: Mapping[str, Callable[[str], Reading]] = {
    "mentors": read_by_hand.of_study,
    "bold": read_by_hand.of_praise,
    "lanterns for tilbury": read_by_hand.of_nothing,
}
"""What was read out of each document, by words of its title."""


def _read_by_hand(catalogue: Catalogue) -> None:
    for words, made in READINGS.items():
        with catalogue.write() as connection:
            found, _ = shelf.shelved(connection, shelf.Wanted(words), limit=1)
            document_id = found[0].document.id
            reading = made(read.text_of(connection, document_id).text)
            designs.reread(connection, document_id, reading)


def document(words: str) -> tuple[Document, tuple[Passage, ...]]:
    """The document whose title holds ``words``, and its passages."""
    catalogue = open_catalogue(Settings.from_environment({}, home=built()), create=False)
    with catalogue.read() as connection:
        found, _ = shelf.shelved(connection, shelf.Wanted(words), limit=1)
        passages = read.passages_of(connection, found[0].document.id)
    catalogue.close()
    return found[0].document, passages


def span(words: str, text: str) -> str:
    """The address of the Source screen for ``text`` in the document whose title holds ``words``."""
    one, _ = document(words)
    catalogue = open_catalogue(Settings.from_environment({}, home=built()), create=False)
    with catalogue.read() as connection:
        start = read.text_of(connection, one.id).text.index(text)
    catalogue.close()
    return f"source?document={one.id}&start={start}&end={start + len(text)}"
