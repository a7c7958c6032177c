"""Whether what a sentence tells of a study was done, and in whose study.

The same words decide it as for designs (``scope.toml``, read by ``status`` and ``owner``), with two
differences: what lowers a study is often said by denying ("was not powered", "did not answer"), so a
"no" is no reason to drop it; and a claim is made by the document, whoever it quotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.tag.designs import cues, owner, status
from ingest.tag.designs.matching import BEGIN, Hit, doc, words
from kb.evidence import FactOwner, FactStatus

Standing = tuple[FactStatus, FactOwner]
DONE: Standing = ("done", "this")


def of(sentence: str, spans: Sequence[tuple[int, int, bool]]) -> Iterator[Standing]:
    """Status and owner of the words ``sentence[low:high]`` of each span, in order.

    The third of a span says whether a denial before it denies it.
    """
    rules = cues.load()
    found = words(sentence)
    candidates = rules.trigger_phrases.candidates([BEGIN, *found])
    triggers = rules.trigger_phrases.find(doc(found), candidates) if candidates else []
    for low, high, deniable in spans:
        if not triggers:
            yield DONE
            continue
        # One more for the mark of the beginning that the matcher sees.
        start = len(words(sentence[:low])) + 1
        hit = Hit("aspect", start, max(start + 1, len(words(sentence[:high])) + 1))
        stands = status.of(hit, triggers, rules.triggers)
        if stands == "negated" and not deniable:
            stands = "done"
        whose, _ = owner.of(hit, triggers, rules.triggers)
        yield stands, owner.under(stands, whose)
