"""Which language a text is in. It translates nothing and reads no meaning."""

from __future__ import annotations


def of(text: str) -> str | None:
    """ISO 639-1 of ``text``; null where there is too little of it to tell."""
    return None


def note(language: str | None) -> str | None:
    """Why nothing is proposed for a text in ``language``; null for English and for unknown."""
    return None
