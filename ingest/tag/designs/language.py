"""Which language a text is in, so that nothing is proposed for one that the rules cannot read.

English is told by its function words, in microseconds. Only what they do not settle goes to py3langid,
a naive Bayes classifier over byte sequences (its weights are an .npz without pickle, 0.8 s to load,
0.6 ms for a thousand characters; right for all 381 labelled English abstracts at that length). It
translates nothing and reads no meaning.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter
from functools import lru_cache
from typing import Any

ENGLISH = frozenset(
    (
        "the",
        "and",
        "to",
        "that",
        "with",
        "are",
        "were",
        "this",
        "from",
        "which",
        "have",
        "has",
        "not",
        "their",
        "these",
        "been",
        "they",
        "than",
    )
)
"""Function words that other languages of the Latin script do not share."""
ENGLISH_SHARE, ENGLISH_LEAST = 0.07, 3
"""Of the words of a sample. Of 381 labelled abstracts 376 reach the share in their first 500
characters; the rest go to the classifier."""
SAMPLES, SAMPLE_CHARACTERS = 5, 600
"""Read at even distances, so that neither a foreign summary nor an English imprint decides."""
LEAST_LETTERS = 60
"""Fewer than a line of letters tells nothing."""
SURE = 0.9
NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "cy": "Welsh",
    "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "ga": "Irish", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")


def of(text: str) -> str | None:
    """ISO 639-1 of most of ``text``; null where there is too little of it to tell."""
    votes = Counter(code for sample in _samples(text) if (code := _of_sample(sample)) is not None)
    if not votes:
        return None
    most = max(votes.values())
    return "en" if votes["en"] == most else min(c for c, count in votes.items() if count == most)


def note(language: str | None) -> str | None:
    """Why nothing is proposed for a text in ``language``; null for English and where none is known."""
    if language in (None, "en"):
        return None
    name = NAMES.get(language or "", f"a language with the code {language}")
    return f"The text is in {name}; design facts are read from English only, so none are proposed."


def _samples(text: str) -> list[str]:
    whole = SAMPLES * SAMPLE_CHARACTERS
    if len(text) <= whole:
        return [text]
    step = (len(text) - SAMPLE_CHARACTERS) / (SAMPLES - 1)
    starts = [int(i * step) for i in range(SAMPLES)]
    return [text[start : start + SAMPLE_CHARACTERS] for start in starts]


def _of_sample(sample: str) -> str | None:
    words = _WORD.findall(sample.casefold())
    english = sum(word in ENGLISH for word in words)
    if english >= ENGLISH_LEAST and english >= ENGLISH_SHARE * len(words):
        return "en"
    if sum(len(word) for word in words) < LEAST_LETTERS:
        return None
    code, sureness = _classifier().classify(sample)
    return str(code) if sureness >= SURE else None


@lru_cache(maxsize=1)
def _classifier() -> Any:
    """Loaded once, when a text first needs it; of its languages those with a code of two letters."""
    langid = importlib.import_module("py3langid.langid")
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.labels if len(code) == 2])
    return identifier
