"""The standard that a person reads levels by, remembered between visits on their own machine.

A cookie of this app holds its slug and nothing else; it is written only when somebody chooses a standard,
and never sent anywhere but back. The address of a view wins over it, so a shared link shows to everybody
what it showed to whom it is from.
"""

from __future__ import annotations

import re

import streamlit as st

from app_pages.markup import Html

COOKIE = "whatworks-standard"
DAYS = 365
_KEY = "preferred-standard"
_PENDING = "preferred-standard-unkept"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def standard() -> str | None:
    """What was chosen last: in this visit, else in an earlier one; null where nothing was."""
    chosen = st.session_state.get(_KEY) or st.context.cookies.get(COOKIE)
    return str(chosen) if chosen and is_slug(str(chosen)) else None


def choose(slug: str) -> None:
    """Prefer a standard from now on; ``keep`` writes it down at the end of the run."""
    if is_slug(slug) and slug != standard():
        st.session_state[_KEY] = slug
        st.session_state[_PENDING] = slug


def keep() -> None:
    """Write down what was chosen in this run, if anything was."""
    slug = st.session_state.pop(_PENDING, None)
    if slug is not None and is_slug(slug):
        st.html(script(slug), unsafe_allow_javascript=True)


def script(slug: str) -> Html:
    """What the browser is told: one cookie, of this app alone. Nothing but a slug is ever put in it."""
    if not is_slug(slug):
        raise ValueError(f"remember {slug!r}: the slug of a standard is accepted")
    seconds = DAYS * 24 * 60 * 60
    return Html(
        f'<script>document.cookie = "{COOKIE}={slug}; path=/; max-age={seconds}; '
        'SameSite=Lax";</script>'
    )


def is_slug(text: str) -> bool:
    """Whether ``text`` is written as slugs are."""
    return len(text) <= 64 and bool(_SLUG.fullmatch(text))
