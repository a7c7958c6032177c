"""Plain files: the whole base as a folder that any tool reads, and the way back. Evidence centres close.

``layout`` names the files and reads them safely, ``rows`` and ``suggested`` turn values into lines and back,
``write`` exports, ``read`` imports, ``swap`` puts a finished export in place, ``licences`` says what
may be copied. Vectors, the index and the progress of ingests are derived or local: they do not travel.

    whatworks.toml                               format version
    sources/<id>.toml, sources.toml              where things can be had; the second written by people
    notes/<slug>.md                              evidence notes, byte for byte
    documents/<id>/document.json                 bibliography, version, spans of the passages
    documents/<id>/text.txt, pagemap.json        stored text and the way back to its pages
    documents/<id>/note.md                       the bytes of a note that a newer one superseded
    suggestions/<document id>.jsonl              what machines suggested and read out
    judgements/<year>.jsonl, screening.jsonl     what people decided
    links.jsonl                                  studies, their documents, attempts, findings, aliases
    snapshots/ab/<sha256>                        the exact bytes that were had
"""

from kb.exchange.layout import FORMAT, Failure
from kb.exchange.read import Cut, Imported, import_
from kb.exchange.write import Exported, export

__all__ = ["FORMAT", "Cut", "Exported", "Failure", "Imported", "export", "import_"]
