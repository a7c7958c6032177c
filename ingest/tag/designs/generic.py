"""Whether a sentence tells what a method is or does in general, by how it is built and not by its words.

A method without an article, or with an indefinite one, opens the sentence as its subject; a verb in the
present follows; and nothing tells of one study: no past, no number, nobody who speaks, no result. Which
verb it is does not matter, so one that no list holds is read too. It knows no single method.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ingest.tag.designs.matching import Hit

_ARTICLES = frozenset({"a", "an", "any", "each", "every", "all", "most", "many", "some", "no"})
_BEFORE = 2
"""Words between the article and the method at most: "a well conducted"."""
_NOUNS = frozenset(
    {
        "design", "designs", "method", "methods", "approach", "approaches", "technique", "techniques",
        "analysis", "analyses", "model", "models", "study", "studies", "trial", "trials", "evaluation",
        "evaluations", "experiment", "experiments", "strategy", "framework", "comparison", "comparisons",
        "estimator", "estimators", "estimates", "exercise", "exercises", "diagram", "diagrams",
    }
)  # fmt: skip
"""What a method is called besides its name."""
_ADVERBS = frozenset(
    {"also", "often", "never", "always", "sometimes", "seldom", "then", "thus", "simply", "only", "just",
     "at", "best", "worst", "by", "design", "itself", "themselves", "alone"}
)  # fmt: skip
_PRESENT = frozenset(
    {
        "is",
        "are",
        "can",
        "cannot",
        "may",
        "must",
        "does",
        "do",
        "has",
        "have",
        "need",
        "needs",
        "tend",
    }
)
_NO_VERB = frozenset(
    {
        "about", "above", "across", "after", "against", "along", "among", "and", "around", "as", "at",
        "because", "before", "behind", "below", "between", "but", "by", "during", "each", "every",
        "following", "for", "from", "in", "inside", "into", "its", "no", "nor", "of", "off", "on", "or",
        "our", "out", "over", "per", "since", "so", "some", "than", "that", "the", "their", "them",
        "then", "there", "these", "they", "this", "those", "through", "to", "towards", "under", "until",
        "upon", "versus", "via", "vs", "was", "we", "were", "what", "when", "where", "whereas", "which",
        "while", "who", "whose", "with", "within", "without", "yet",
    }
)  # fmt: skip
_RESULT = re.compile(
    r"(?:show|suggest|indicat|find|found|point|reveal|confirm|yield|impl|report|detect|return|serv|support"
    r"|lead|underpin|form|illustrat)(?:s|es|y|ies|e)?$"
)
"""Verbs of what a study found, or of the part that the method plays in one."""
_S = re.compile(r"[a-z]{2,}[^s\W]s$")
_BASE = re.compile(r"[a-z]{2,}$")
_PAST = re.compile(r"(?:.*(?:ed|ing|ly)|made|took|gave|put|ran|drew|saw|set|cut|let|used|is|was)$")
_NO_QUALITY = re.compile(
    r".*(?:ing|ed|ly|ants|ents|ers|ors)$|only|just|here|both|one|two|later|today"
)
"""Words before a method that are no adjective: "using", "participants"."""
_SINGULAR = re.compile(r"(?:.*(?:ss|is|us|as|ics)|series|differences|variables?)$")


def explains(
    words: Sequence[str], cue: Hit, silenced: Collection[str], present: Collection[str]
) -> bool:
    """Whether the method at ``cue`` is the subject of a general statement in the present.

    ``words`` begin with the mark of the beginning; ``silenced`` are triggers that tell of one study, and
    ``present`` those that the sentence holds.
    """
    if set(silenced) & set(present) or not _opens(words, cue):
        return False
    place = _behind(words, cue.end)
    if place is None:
        return False
    verb, noun = words[place], words[place - 1].lower()
    if verb in _PRESENT:
        return True
    if verb in _NO_VERB or _RESULT.match(verb):
        return False
    if noun.endswith("s") and not _SINGULAR.match(noun):
        return bool(_BASE.match(verb)) and not _PAST.match(verb)
    return bool(_S.match(verb)) and _follows(words, place)


def _opens(words: Sequence[str], cue: Hit) -> bool:
    before = [word.lower() for word in words[1 : cue.start]]
    if not before:
        return True
    if before[-1] in _NO_VERB:
        return False
    if before[0] in _ARTICLES:
        return len(before) <= 1 + _BEFORE
    return len(before) == 1 and before[0].isalpha() and not _NO_QUALITY.match(before[0])


def _behind(words: Sequence[str], place: int) -> int | None:
    """Where the word stands that should be the verb: after the name, what it is called and adverbs."""
    if place < len(words) and words[place] == "(":
        close = next((at for at in range(place, len(words)) if words[at] == ")"), None)
        if close is None:
            return None
        place = close + 1
    while place < len(words) and (words[place] in _NOUNS or words[place] in _ADVERBS):
        place += 1
    return place if place + 1 < len(words) else None


def _follows(words: Sequence[str], place: int) -> bool:
    """A plural noun has a verb behind it, a verb has its object: "borrows the" and no "areas were"."""
    return words[place + 1].lower() not in {
        "was",
        "were",
        "had",
        "did",
        ",",
        ".",
        "and",
        "is",
        "are",
    }
