"""The words that tell whose a figure is, and of when.

Patterns alone, each with what it must not take; reading a sentence with them is ``ingest.tag.figures``'.
"""

from __future__ import annotations

import re

# --- whose: the two arms and the difference -------------------------------------------------

COMPARISON = re.compile(
    r"\b(?:control(?:s| group| arm| condition| schools?| sites?| areas?| participants| members| youth)?\b(?! of| over)"
    r"|compar(?:ison|ator)s?(?: group| arm| areas?| sample| sites?)?|matched (?:group|sample|comparison|non-participants|peers|cases|controls?)"
    r"|counterfactual|non-?participants?|non-?recipients|usual (?:care|services?|support)|treatment[- ]as[- ]usual|tau\b|standard (?:care|services?|support)"
    r"|wait(?:ing)?[- ]list(?:ed)?|placebo|services as usual|business as usual|unemployed peers|similar (?:non-|people|young people|claimants|individuals|jobseekers)"
    r"|(?:those|people|youth|young people|workers|employees|families|students|pupils|savers|households|participants) (?:who (?:had|did|were|received|got) (?:not|no|nothing)|not (?:in|offered|on|taking|receiving|assigned|enrolled)|without)"
    r"|without (?:it|the|any|this|such|support|a |an |treatment|help)|had (?:it|they|the programme) not|non-intervention|untreated|did not (?:take part|participate|receive|attend))",
    re.I,
)
ATTEMPT = re.compile(
    r"\b(?:(?:programme|program|treatment|treated|intervention|experimental|integrated|trial|scheme|project|pilot|offered|assigned|participant|supported|coached|mentored|enrolled|IPS)[ -](?:group|arm|condition|members|youth|participants|schools?|sites?|areas?|students|families|young people|people|sample)"
    r"|(?<!non-)(?<!non)participants|participating|program(?:me)? (?:group|participants)|(?:in|on|from|through|of|by|with|completed|joined) the (?:program(?:me)?|scheme|project|intervention|treatment|pilot|initiative|course|service|trial group)\b"
    r"|(?:those|people|youth|young people|workers|employees|families|students|pupils|households) (?:who (?:took|received|had|were offered|completed|attended|participated|got|joined|used)|in the (?:programme|program|scheme)|offered|taking part|receiving|assigned to|enrolled|given|supported|on the)"
    r"|took part|the offer group|lottery winners|winners|apprentices|trainees|enrollees|beneficiaries|attendees|graduates of the|completers|with IPS)",
    re.I,
)
CONTRAST = re.compile(
    r"\b(?:vs?\.?|versus|compared (?:with|to)|in comparison (?:with|to)|as against|against|relative to|as opposed to|whereas|while|but only|rather than|than (?:the|in|for|among|those)?)(?!\w)"
    r"|\bcompared\b",
    re.I,
)
JOINED = re.compile(r"\s*(?:and|,|/)\s*(?:only |just )?")
RESPECTIVELY = re.compile(r"\brespectively\b", re.I)
BENCHMARK = re.compile(
    r"\b(?:national(?:ly)?|average|benchmark|before|baseline|previous|the year|last year|in (?:19|20)\d\d|a year earlier|earlier|target|forecast|expected|men|women|males?|females?|boys|girls|white|black|older|younger|first|second|entry|start|pre-|post-|outset)\b",
    re.I,
)
"""What a second number can be compared with that is no arm: then it stays unnamed."""
DIFFERENCE_UNITS = frozenset(
    ("percentage points", "odds ratio", "hazard ratio", "risk ratio", "rate ratio", "effect size", "times")
)  # fmt: skip
DIFFERENCE_AFTER = re.compile(
    r"\s*(?:\w+ly )?(?:more(?! of| or)|less|fewer|higher|lower|greater|better|worse|faster|slower|quicker|longer|shorter|sooner|earlier|reduction|increase|decrease|rise|fall|drop|decline|improvement|gain|difference|cut|boost|uplift|positive shift)\b",
    re.I,
)
DIFFERENCE_BEFORE = re.compile(
    r"\b(?:by|difference(?: in [\w -]{1,40})?(?: of| was| is|:)?|(?:increas|reduc|decreas|improv|declin|drop|rais|cut|gain|ris|fall|effect|impact|boost)\w*(?: of| by)|rose|fell|dropped|increased|decreased|improved|reduced|up|down|an extra)\s+(?:an? )?(?:estimated |average of |mean )?$",
    re.I,
)
FROM = re.compile(r"\bfrom\s+$", re.I)
RISING = re.compile(
    r"\s+(?:at [\w ]{2,20} |in \d{4} )?(?:up )?to\s+(?:just |only |over |nearly )?$"
)

# --- when -----------------------------------------------------------------------------------

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = {name: f"{i:02d}" for i, name in enumerate(_MONTHS, 1)}
DATE = re.compile(
    r"\b(?:by|as of|as at|in|at|since|until|up to|to|on|end of|(?:the )?end|early|late|mid)[ -](?:the end of |end |early |late |mid-?)?(?:\d{1,2}(?:st|nd|rd|th)? )?"
    rf"(?:({'|'.join(_MONTHS)})[a-z]*\.?,? )?((?:19|20)\d\d)(?:[/–-](\d{{2,4}}))?\b(?! (?:prices|dollars|pounds|people))",
    re.I,
)
PRICES = re.compile(
    r"\b((?:19|20)\d\d)(?:[/–-](\d{2,4}))?[ -](?:prices?|dollars|pounds|euros|values|terms|US dollars|USD|GBP|price level)\b",
    re.I,
)
FOLLOW_UP = re.compile(
    r"\b(?:after|at|within|over|by|for|in|during|(?:first|last|next|following|past)|of|the|for at least|a|an|least)[ -]?(?:the |a |an |about |around |just |at least |up to |only |first |next |following |last |past |final )*$|^\W*$|[(,–—-][ ]?$",
    re.I,
)
AFTER_PERIOD = re.compile(r"[ -](?:follow[- ]?up|later|after|on\b|following|period|post|from (?:baseline|randomi|entry))", re.I)  # fmt: skip
BARE_INTERVAL = re.compile(
    r"[ ]?[\[(]([-−–]?\d+(?:\.\d+)?)[ ]?%?[ ]?(?:to|–|,)[ ]?([-−–]?\d+(?:\.\d+)?)[ ]?%?[\])]"
)
OF_WHOLE = re.compile(r"\s*(?:out )?of(?: the| a total of| all)?\s+$|\s*/\s*$")
SAMPLE = re.compile(r"\b[nN]\s?=\s?(\d[\d,]*)")
CLAUSE = re.compile(r"[;:]\s|\.\s|\s[–—]\s|[()]|,\s(?:and|but|with|while|whereas|which|so|then)\s|\b(?:while|whereas|but|although)\b")  # fmt: skip
NAMED_BEFORE = re.compile(r"((?:[A-Za-z][\w’'-]*[ ]){0,2}[a-z][\w’'-]*)[ ](?:of|at|was|were|is|are|totall?ed|totalling|averaged|:)[ ]$")  # fmt: skip
