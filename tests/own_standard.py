"""A standard that a person adds to a base of their own: one file, and nothing else."""

from __future__ import annotations

from pathlib import Path

SLUG, NAME = "harbour-2026", "Harbour scale of evidence"
TOML = f"""
slug = "{SLUG}"
label = "{NAME}"
short = "Harbour"
edition = "2026"
kind = "ladder"
source = "https://example.org/harbour-scale"
scope = "document"
unrated = "Nothing in it can be moored to this scale."
note = "Asks one thing: did lots decide who got it?"

[[step]]
slug = "calm"
rank = 1
label = "Calm water"
definition = "Something was measured."

[[step]]
slug = "deep"
rank = 2
label = "Deep water"
definition = "Lots decided who got it."

[[rule]]
step = "deep"
any = ["rct"]
reason = "Lots decided."

[[rule]]
step = "calm"
any = ["pre-post"]
reason = "Something was measured."

[[missing]]
step = "deep"
text = "No lots were drawn."
"""


def add(home: Path) -> None:
    """Put it into a home, as a person would."""
    folder = home / "vocab" / "standards"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{SLUG}.toml").write_text(TOML, "utf-8")
