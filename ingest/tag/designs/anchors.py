"""Whether a sentence ties a design to the study at hand, and whether it names another body as its author.

A long report names many designs in passing; what it did itself it tells with somebody who did it: "we",
"the evaluation", people who "were interviewed". It decides by one sentence and knows no single design.
"""

from __future__ import annotations

import re

_AGENT = re.compile(
    r"\b(?:we|our|i|us)\b"
    r"|\b(?:this|the|present|current|our) (?:[\w-]+ )?(?:study|evaluation|trial|paper|experiment|analysis|survey"
    r"|research|evaluators?|researchers|team|authors|sample|programme group|treatment group|comparison group"
    r"|control group)\b"
    r"|\b(?:participants|beneficiaries|respondents|pupils|students|patients|households|families|claimants"
    r"|jobseekers|learners|schools|firms|villages|clients|tenants|trainees|workers|employees|children|adults"
    r"|women|men|people|outcomes|impacts?|effects?|estimates?|scores)\b[^.;]{0,60}\b(?:was|were|had|did|been|rose|fell"
    r"|improved|increased|decreased|received|completed)\b"
    r"|\b(?:was|were) (?:[a-z]+ly )?(?:randomi[sz]ed|allocated|assigned|matched|compared|estimated|surveyed|measured"
    r"|conducted|carried out|collected|recruited|selected|used|interviewed|analy[sz]ed)\b",
    re.I,
)
"""Who studied it, whom, or what was done to learn it."""
_WRITERS = re.compile(
    r"\b(?:we|our|us|I)\b|\b(?:this|the present) (?:study|evaluation|report|paper)\b", re.I
)
_NAME = r"(?:[A-Z][\w'’&-]*[a-z]|[A-Z]{2,})"
_BODY = re.compile(
    rf"(?:In (?:19|20)\d\d,? )?(?:The )?(?:(?:{_NAME} (?:(?:of|for|and|in|the|on) )?){{2,7}}|[A-Z]{{3,}} )"
    r"(?:\([A-Z]{2,}\) )?(?:has |have )?(?:conducted|ran|commissioned|tested|undertook|trialled|carried out)\b"
)
"""A body with a name of two words or in capitals did it."""


_EXAMPLE = re.compile(
    r"\bfor (?:instance|example),? (?:in|through|by) the (?:[\w-]+ )?(?:evaluation|trial|study) of\b"
    r"|^(?:Case study|Box|Example) ?\d*[:.]"
)
"""A study is told of to show what is meant."""


def ties(quote: str) -> bool:
    """Whether ``quote`` says who of the study at hand did it, or to whom, and no other body is named."""
    return bool(_AGENT.search(quote)) and not others(quote)


def speaks(quote: str) -> bool:
    """Whether those who write speak of themselves."""
    return bool(_WRITERS.search(quote))


def others(quote: str) -> bool:
    """Whether a named body is the one that ran the study."""
    return bool(_BODY.match(" ".join(quote.split())))


def illustrates(quote: str) -> bool:
    """Whether a study is told of as an example."""
    return bool(_EXAMPLE.search(" ".join(quote.split())))
