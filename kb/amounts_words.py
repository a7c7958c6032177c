"""The words around a number that make it an amount, and those that make it none.

Tables and patterns alone: hedges, currencies, units, what is a date, a page, an age, a test statistic. Reading
them together is ``kb.amounts``'.
"""

from __future__ import annotations

import re

from kb.models import Hedge
from kb.numbers import LETTERS, SCALES

# --- how it is meant ------------------------------------------------------------------------

BEFORE: dict[str, Hedge] = {
    "over": "over", "more than": "over", "above": "over", "in excess of": "over", "exceeding": "over",
    "upwards of": "over", "greater than": "over", "exceeded": "over", "exceeds": "over", "higher than": "over",
    "at least": "at-least", "no fewer than": "at-least", "no less than": "at-least", "not less than": "at-least",
    "a minimum of": "at-least", "minimum of": "at-least",
    "under": "under", "fewer than": "under", "less than": "under", "below": "under", "lower than": "under",
    "up to": "up-to", "as many as": "up-to", "as much as": "up-to", "a maximum of": "up-to", "no more than": "up-to",
    "not more than": "up-to", "at most": "up-to", "maximum of": "up-to", "as high as": "up-to",
    "nearly": "nearly", "almost": "nearly", "close to": "nearly", "approaching": "nearly", "just under": "nearly",
    "nearing": "nearly", "not quite": "nearly", "just below": "nearly", "well over": "over", "just over": "over",
    "about": "about", "around": "about", "some": "about", "approximately": "about", "approx.": "about",
    "approx": "about", "roughly": "about", "circa": "about", "c.": "about", "ca.": "about", "~": "about", "≈": "about",
    "estimated at": "about", "an estimated": "about", "estimated": "about", "in the region of": "about",
    "in the order of": "about", "of the order of": "about", "broadly": "about",
    ">": "over", "<": "under", "≥": "at-least", "≤": "up-to",
}  # fmt: skip
AFTER: dict[str, Hedge] = {
    "or so": "about", "or thereabouts": "about", "or more": "at-least", "or over": "at-least", "and over": "at-least",
    "or above": "at-least", "and above": "at-least", "plus": "at-least", "+": "at-least", "or less": "up-to",
    "or fewer": "up-to", "or under": "up-to", "and under": "up-to",
}  # fmt: skip


def _any(words: dict[str, Hedge]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True))  # fmt: skip


HEDGE_BEFORE = re.compile(rf"(?:^|(?<=[\s(\[“\"'‘—–,:;]))({_any(BEFORE)})[ \u00a0\n]*(?:the )?$", re.I)  # fmt: skip
HEDGE_AFTER = re.compile(rf"[ \u00a0]?({_any(AFTER)})(?!\w)", re.I)
OF_TIME = re.compile(r"^(?:over|above|under|below|about|some|c\.)$", re.I)
"""Before a length of time these say "during": only "just over two years" hedges."""

# --- money ----------------------------------------------------------------------------------

SIGNS = {
    "£": "GBP", "€": "EUR", "$": "USD", "us$": "USD", "au$": "AUD", "a$": "AUD", "aud$": "AUD", "ca$": "CAD",
    "c$": "CAD", "nz$": "NZD", "hk$": "HKD", "₹": "INR", "¥": "JPY",
}  # fmt: skip
CODES = ("GBP", "USD", "EUR", "AUD", "CAD", "NZD", "DKK", "SEK", "NOK", "CHF", "JPY", "INR")
NAMES = {"pound": "GBP", "pounds": "GBP", "pounds sterling": "GBP", "dollar": "USD", "dollars": "USD",
         "us dollars": "USD", "euro": "EUR", "euros": "EUR", "australian dollars": "AUD",
         "canadian dollars": "CAD"}  # fmt: skip
PENCE = {"p": "GBP", "pence": "GBP", "cents": "USD", "cent": "USD"}
SYMBOL = {"GBP": "£", "EUR": "€", "USD": "$"}
_CODE = "|".join(CODES)
MONEY_BEFORE = re.compile(
    rf"(?:((?:us|aud?|a|ca?|nz|hk)?\$|[£€₹¥])|\b({_CODE}))[ \u00a0]?[-−]?$", re.I
)  # fmt: skip
MONEY_AFTER = re.compile(
    rf"[ \u00a0]?\b({_CODE})\b|[ \u00a0-]({'|'.join(sorted(NAMES, key=len, reverse=True))})\b"
    r"|(p)\b(?!\.\d)|[ \u00a0](pence|cents?)\b",
    re.I,
)
SCALE = {**SCALES, **LETTERS}
SPACED_SCALE = re.compile(r"[ \u00a0-](k|m|mn|bn|tn|million|billion|trillion|thousand)\b", re.I)

# --- units ----------------------------------------------------------------------------------

POINTS = re.compile(
    r"[ \u00a0-]?(?:percentage|per ?cent(?:age)?|%)[- ]?(?:age )?points?\b|[ \u00a0](?:ppts?|pps?|p\.p\.|%pts?)(?!\w)",
    re.I,
)
BARE_POINTS = re.compile(r"[ \u00a0-]points?\b", re.I)
DURATION = re.compile(
    r"[ \u00a0]?[-\u2010-\u2014]?[ \u00a0]?(minute|hour|day|night|week|fortnight|month|year|decade)s?\b(?![- ]olds?\b| of age)",
    re.I,
)
DAYS_IN = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "night": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.4375,
           "year": 365.25, "decade": 3652.5}  # fmt: skip
TIMES = re.compile(r"[ \u00a0-]?times\b|[ \u00a0]?[x×](?![\w×])|[ -]?fold\b", re.I)
OFTEN = re.compile(r"[ ](?:a|per|each|every|in|during)[ ]", re.I)
MULTIPLES = re.compile(r"\b(?:twice|thrice|doubl(?:e|ed|ing)|tripl(?:e|ed|ing)|trebl(?:e|ed|ing)|quadrupl(?:e|ed|ing)|(two|three|four|five|six|seven|eight|nine|ten)fold)\b", re.I)  # fmt: skip
MULTIPLE = {"twi": 2.0, "thr": 3.0, "dou": 2.0, "tri": 3.0, "tre": 3.0, "qua": 4.0, "two": 2.0,
            "fou": 4.0, "fiv": 5.0, "six": 6.0, "sev": 7.0, "eig": 8.0, "nin": 9.0, "ten": 10.0}  # fmt: skip
RATIOS = {"or": "odds ratio", "aor": "odds ratio", "hr": "hazard ratio", "ahr": "hazard ratio", "rr": "risk ratio",
          "irr": "rate ratio", "odds ratio": "odds ratio", "hazard ratio": "hazard ratio",
          "relative risk": "risk ratio", "risk ratio": "risk ratio", "rate ratio": "rate ratio",
          "incidence rate ratio": "rate ratio", "d": "effect size", "g": "effect size", "smd": "effect size",
          "effect size": "effect size", "cohen's d": "effect size", "cohen’s d": "effect size",
          "hedges' g": "effect size", "hedges’ g": "effect size",
          "standardised mean difference": "effect size", "standardized mean difference": "effect size"}  # fmt: skip
_RATIO = "|".join(sorted((re.escape(name).replace(r"\ ", " ") for name in RATIOS), key=len, reverse=True))  # fmt: skip
RATIO_BEFORE = re.compile(
    rf"(?<![\w’'])(?:adjusted |pooled |mean )?({_RATIO})s?(?: \((?:\w{{1,4}}|[^)]{{1,12}})\))?(?: ?[=:] ?| of | was | is | |, )[-−–]?$",
    re.I,
)
SHORT_RATIO = frozenset({"or", "hr", "rr", "irr", "aor", "ahr", "d", "g", "smd"})
PER = re.compile(
    r"[ \u00a0](?:per|(?=an? (?:year|month|week|day|hour|head|night)\b)an?|for (?:each|every)|each|every)[ ]((?:\d[\d,]*|£1|\$1)?[ ]?(?:[a-z][\w’'-]*)?(?:[ ](?:person|people|participant|participants|worker|employee|outcome|start|job|young person|year|spent|invested))?)",
    re.I,
)

# --- what is none ---------------------------------------------------------------------------

MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"  # fmt: skip
MONTH_AFTER = re.compile(rf"(?:st|nd|rd|th)?(?: of)?[ \u00a0](?:{MONTHS})\b", re.I)
MONTH_BEFORE = re.compile(rf"\b(?:{MONTHS})\.?[ \u00a0]$", re.I)
YEAR_BEFORE = re.compile(r"\b(?:in|since|by|from|during|until|till|to|of|for|between|and|year|fy|early|late|mid|end|after|before|about|around|through|autumn|summer|spring|winter|the)[ -]$|[-–/(’']$|,[ ]$|^\W*$", re.I)  # fmt: skip
CROWD_AFTER = re.compile(r"[ ](?:(?:young|older|new|eligible|unemployed|disabled|participating)[ ])?(?:people|participants|employees|workers|students|pupils|children|adults|patients|respondents|households|firms|employers|families|clients|staff|men|women|individuals|jobs|places|placements)\b", re.I)  # fmt: skip
LABEL_BEFORE = re.compile(
    r"(?<!\w)(?:pages?|pp?\.|sections?|tables?|figures?|figs?\.?|chapters?|annex|appendix|box|phases?|waves?|steps?|levels?"
    r"|stages?|grades?|questions?|nos?\.|vol(?:\.|ume)?|issue|articles?|parts?|types?|tiers?|tranche|rounds?|versions?|modules?"
    r"|schedule|paragraphs?|paras?\.?|recommendations?|objectives?|goals?|sdgs?|notes?|footnotes?|bands?|zones?|form|nvq|category"
    r"|models?|studies|study|experiments?|case|sessions?|class|principle|priority|research question|hypothes[ie]s|week|month|day|year"
    r"|core|room|route|act|channel|scenario|option|quarter|key stage|q|year group|years group|unit|lesson|component|(?:pre|post)-?test|pillar|strand|chart|exhibit|equation|column|row|panel|model)[ \u00a0]?(?:number )?$",
    re.I,
)
AGE_BEFORE = re.compile(r"\b(?:aged?(?: between| from| over| under)?|ages|age of|(?:age|year) (?:group|range|band)s?)[ ]?$|\bunder-$|\bover-$", re.I)  # fmt: skip
AGE_AFTER = re.compile(r"[ -]?(?:year|yr)s?[- ]olds?\b|[ -](?:years?|yrs?) (?:old|of age)\b|s\b(?! )|-?(?:plus|\+)? year[- ]olds?", re.I)  # fmt: skip
STATISTIC_BEFORE = re.compile(r"(?:\bp|\bt|\bf|\bz|\br|\br2|r²|χ2?²?|\bsd|\bse|\bdf|\bβ|\bb|α|alpha|κ|kappa|i2|i²)(?:[- ]?values?)?(?:[ ]?\([^)]{0,12}\))?[ ]?[=<>≤≥:≈][ ]?[-−]?$|\bp[ ]?(?:value)?[ ](?:of|was)[ ]$", re.I)  # fmt: skip
TOKENS = re.compile(
    r"https?://\S+|www\.\S+|\bdoi:?\s*10\.\S+|\b10\.\d{4,}/\S+|\b(?:ISRCTN|NCT|ACTRN|ISBN|ISSN|PMID|PMC)[\s:#-]*\d[\d-]*"
    r"|(?<!\S)[\w.+-]+@\S+|\+\d[\d ()-]{7,}\d|(?<![\d.,])0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}(?!\d)|\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]",
)
TOKEN_SIGNS = (
    "http",
    "www.",
    "10.",
    "ISRCTN",
    "NCT",
    "ACTRN",
    "ISBN",
    "ISSN",
    "PM",
    "@",
    "+",
    "[",
    " 0",
    "(0",
)
"""Without one of these there is none of them: it spares the search."""
_BOUND = r"[-−–]?\d+(?:\.\d+)?"
INTERVAL = re.compile(
    r"(?:\(|\b)?(?:(?:9\d(?:\.\d)?|80|68)[ ]?(?:%|per ?cent)[ ]?)?(?:\bCI\b|\bCrI\b|\bC\.I\.|\bconfidence[ -](?:interval|limit)s?|\bcredible intervals?)"
    r"(?: \(CI\))?s?[ ]?(?:of|from|was|were|is|between|ranging from)?[ ]?[:=,]?[ ]?[\[(]?[ ]?(?:of |from |between )?"
    rf"[£$€]?({_BOUND})[ ]?(?:%|per ?cent|percentage points?)?[ ]?(?:to|and|–|-|—|−|,|;|\.\.)[ ]?[£$€]?({_BOUND})[ ]?(?:%|per ?cent|percentage points?)?",
    re.I,
)
CONFIDENCE = re.compile(r"[ ]?(?:%|per ?cent)?[ -]?(?:CI\b|CrI\b|C\.I\.|confidence|credible|level of (?:confidence|significance)|significance)", re.I)  # fmt: skip

INTERVAL_SIGNS = ("CI", "onfidence", "CrI", "C.I.", "redible")
MULTIPLE_SIGNS = ("wice", "oubl", "ripl", "rebl", "uadrupl", "fold", "hrice")

# --- what it counts -------------------------------------------------------------------------

STOP = frozenset(
    [
        "a",
        "about",
        "across",
        "after",
        "again",
        "against",
        "all",
        "also",
        "although",
        "among",
        "an",
        "and",
        "another",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "can",
        "could",
        "despite",
        "did",
        "do",
        "does",
        "during",
        "each",
        "either",
        "else",
        "enabling",
        "even",
        "every",
        "except",
        "for",
        "from",
        "further",
        "given",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "hers",
        "him",
        "his",
        "how",
        "however",
        "i",
        "if",
        "in",
        "including",
        "instead",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "like",
        "may",
        "me",
        "might",
        "more",
        "most",
        "much",
        "must",
        "my",
        "near",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "only",
        "onto",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "per",
        "plus",
        "rather",
        "said",
        "same",
        "shall",
        "she",
        "should",
        "since",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "though",
        "through",
        "throughout",
        "to",
        "too",
        "toward",
        "towards",
        "under",
        "unless",
        "until",
        "up",
        "upon",
        "us",
        "using",
        "very",
        "via",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "whether",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "within",
        "without",
        "would",
        "yet",
        "you",
        "your",
        "vs",
        "versus",
        "compared",
        "said",
        "says",
        "told",
        "became",
        "become",
        "got",
        "get",
        "went",
        "go",
        "goes",
        "made",
        "make",
        "makes",
        "took",
        "take",
        "takes",
        "came",
        "come",
        "gave",
        "give",
        "left",
        "lost",
        "won",
        "found",
    ]
)
PLURALS = frozenset(("people", "children", "men", "women", "staff", "youth", "police"))
WORD = re.compile(r"[ \u00a0]*([A-Za-z][\w’'/-]*)")
