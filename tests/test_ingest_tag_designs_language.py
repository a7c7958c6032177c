"""Claims about the language of a text: told where there is enough of it, and never guessed."""

from __future__ import annotations

import pytest

from ingest.tag.designs.language import note, of

ENGLISH = "The evaluation shows that those who took part were more often in work after a year. "


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        ("Die Auswertung zeigt, dass die Teilnehmenden nach zwölf Monaten häufiger in Arbeit waren.", "de"),
        ("L'évaluation montre que les participants sont plus souvent en emploi après douze mois.", "fr"),
        ("La evaluación muestra que los participantes tienen empleo con más frecuencia después.", "es"),
        ("雇用プログラムの評価によると、参加者は一年後により多く働いていた。" * 3, "ja"),
    ],
)  # fmt: skip
def test_a_language_is_told_from_a_sentence_or_two(text: str, language: str) -> None:
    assert of(text) == language


@pytest.mark.parametrize(
    "text", ["", "   \n", "1 2 3 4 5 | 6 7", "Methods", "ANNUAL REPORT 2014", "§§ …"]
)
def test_no_language_is_told_where_there_is_too_little(text: str) -> None:
    assert of(text) is None


def test_a_foreign_summary_does_not_make_an_english_report_foreign() -> None:
    summary = "Die Auswertung zeigt, dass die Teilnehmenden häufiger in Arbeit waren. " * 10
    assert of(summary + ENGLISH * 120) == "en"


def test_a_note_names_the_language_and_is_none_for_english() -> None:
    assert note("en") is None
    assert note(None) is None
    assert "German" in str(note("de"))
    assert "a language with the code xh" in str(note("xh"))
