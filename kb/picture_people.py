"""The people that a question names, and whether anything on it is about them.

An answer about others must not pass for one about care leavers. People are recognised by the words of the
populations vocabulary; who is only among the people of an attempt counts as meant here, since the picture
itself says of whom a result is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from kb import relevance, vocab
from kb.catalogue import attempts
from kb.catalogue import tables as t
from kb.results import mentioned

if TYPE_CHECKING:
    from kb.picture_answer import Parts

MOST_NEAREST = 3
_WORD = re.compile(r"[\w'’-]+")


def named(question: str) -> tuple[str, ...]:
    """Slugs of the populations that a question names."""
    return mentioned(" ".join(_WORD.findall(question)))


def having(connection: Connection, question: str) -> tuple[frozenset[str], ...]:
    """For each population named: the attempts that are for it, or had it among their people."""
    return tuple(_attempts_for(connection, slug) for slug in named(question))


def unmet(connection: Connection, question: str, parts: Parts) -> tuple[str, ...]:
    """The populations named that nothing on the question is about or mentions."""
    wanted = named(question)
    if not wanted:
        return ()
    close = [a for a in parts.attempts if a.id in parts.close]
    notes = {f.document_id for f in parts.findings if f.attempt_id in parts.close and f.document_id}
    documents = notes | {hit.citation.document_id for hit in parts.passages} | set(parts.documents)
    met = {slug for a in close for slug in a.populations}
    return tuple(
        slug
        for slug in wanted
        if slug not in met and not relevance.naming(connection, documents, _names(slug))
    )


def reason(slugs: Sequence[str]) -> str:
    """Why there is no answer."""
    labels = [vocab.load("populations").label_of(slug).lower() for slug in slugs]
    return f"What is held on this is not about {' and '.join(labels)}."


def nearest(connection: Connection, slugs: Sequence[str]) -> tuple[dict[str, str], ...]:
    """Attempts that had these people among theirs."""
    found = dict.fromkeys(a for slug in slugs for a in sorted(_attempts_for(connection, slug)))
    ids = list(found)[:MOST_NEAREST]
    query = select(t.attempts.c.id, t.attempts.c.name).where(t.attempts.c.id.in_(ids))
    names = {row.id: row.name for row in connection.execute(query)}
    return tuple(
        {
            "id": one,
            "kind": "attempt",
            "title": names[one],
            "why": "These people were among its participants; what was asked was not found for them.",
        }
        for one in ids
    )


def _attempts_for(connection: Connection, slug: str) -> frozenset[str]:
    terms = t.attempt_terms.c
    query = select(terms.attempt_id).where(terms.facet == "population", terms.term == slug)
    return frozenset(connection.execute(query).scalars()) & frozenset(attempts.all_ids(connection))


def _names(slug: str) -> tuple[str, ...]:
    term = vocab.load("populations").require(slug)
    return (term.label, *term.aliases)
