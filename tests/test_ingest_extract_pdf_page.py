"""A page as an image, and quotes shown in their place exactly or not at all."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pdf_builder import HEIGHT, WIDTH, Put, column, pdf
from PIL import Image, ImageChops

from ingest.extract import pdf as reader
from ingest.extract.pdf_page import LARGEST, Box, boxes, places, render
from kb.errors import ExtractError
from kb.models import Extraction, Run
from kb.settings import Limits

LINES = [
    "The programme was offered to young people who had left care and were not in work.",
    "Most of those who took part were in work a year later, and said that a men-",
    "tor had been what helped them to stay there in the first of the hard months.",
]
REPORTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "reports"


def read(data: bytes) -> Extraction:
    return reader.read(data, name="a.pdf", url=None, limits=Limits())


def ink(data: bytes, page: int, box: Box) -> tuple[float, float, float, float]:
    """Where the ink inside a box is, as shares of the page."""
    image = Image.open(BytesIO(render(data, page, 4))).convert("L")
    width, height = image.size
    area = (
        int(box.left * width),
        int(box.top * height),
        int(box.right * width) + 1,
        int(box.bottom * height) + 1,
    )
    inside = image.crop(area)
    found = ImageChops.invert(inside).point(lambda value: 255 if value > 60 else 0).getbbox()
    assert found, "a box lies on blank paper"
    left, top, right, bottom = found
    return (
        (area[0] + left) / width,
        (area[1] + top) / height,
        (area[0] + right) / width,
        (area[1] + bottom) / height,
    )


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_lie_on_the_ink_of_the_quote_however_the_page_is_turned(rotate: int) -> None:
    data = pdf([[Put("Most took part.", left=100, top=200, size=20)]], rotate=rotate)
    found = read(data)
    start = found.text.index("took")
    shown = places(data, found.page_map, found.text, start, start + len("took"))
    assert shown is not None
    (box,) = shown[1]
    left, top, right, bottom = ink(data, 1, box)
    assert left - box.left < 0.01
    assert box.right - right < 0.01
    assert box.top <= top + 0.002
    assert bottom <= box.bottom + 0.002
    blank = Image.open(BytesIO(render(data, 1, 1)))
    assert blank.size == ((WIDTH, HEIGHT) if rotate % 180 == 0 else (HEIGHT, WIDTH))


def test_a_quote_over_lines_has_a_box_for_each() -> None:
    data = pdf([column(LINES)])
    found = read(data)
    start = found.text.index("said that")
    shown = places(data, found.page_map, found.text, start, found.text.index("helped"))
    assert shown is not None
    assert len(shown[1]) == 2
    first, second = shown[1]
    assert second.top > first.top
    assert second.left < first.left


def test_a_quote_over_pages_has_boxes_on_both() -> None:
    data = pdf(
        [
            column([*LINES, "They would all do it again if they were asked to do so by the"]),
            column(["charity that had asked them to do it for the first time in their lives."]),
        ]
    )
    found = read(data)
    start = found.text.index("They would")
    shown = places(data, found.page_map, found.text, start, len(found.text))
    assert shown is not None
    assert list(shown) == [1, 2]


def test_a_quote_that_the_page_does_not_spell_is_not_shown() -> None:
    data = pdf([column(LINES)])
    found = read(data)
    other = found.text.replace("Most", "None")
    start = other.index("None")
    assert places(data, found.page_map, other, start, start + 40) is None
    shifted = tuple(
        Run(run.start, run.end, run.page, run.char + 1, run.step) for run in found.page_map.runs
    )
    moved = replace(found.page_map, runs=shifted)
    assert places(data, moved, found.text, start, start + 40) is None


def test_a_quote_without_a_place_is_not_shown() -> None:
    data = pdf([column(LINES)])
    found = read(data)
    nowhere = replace(found.page_map, runs=(Run(0, len(found.text), 0),))
    assert places(data, nowhere, found.text, 0, 20) is None


def test_boxes_of_no_characters_are_none() -> None:
    assert boxes(pdf([column(LINES)]), 1, [range(0)]) == ()


def test_a_page_is_rendered_as_png_and_never_larger_than_sane() -> None:
    data = pdf([column(LINES)])
    image = Image.open(BytesIO(render(data, 1, 1000)))
    assert image.format == "PNG"
    assert max(image.size) <= LARGEST + 1


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_is_not_there_is_refused(page: int) -> None:
    with pytest.raises(ExtractError, match="pages 1 to 1 are accepted"):
        render(pdf([column(LINES)]), page)


@pytest.mark.skipif(not REPORTS.exists(), reason="the shared reports are not here")
def test_every_part_of_a_real_report_can_be_shown_exactly() -> None:
    data = (REPORTS / "govlab-odimpact" / "case-study-indonesia.pdf").read_bytes()
    found = read(data)
    for start in range(0, len(found.text) - 300, 1500):
        part = found.text[start : start + 300]
        low, high = start + part.index(" ") + 1, start + part.rindex(" ")
        assert places(data, found.page_map, found.text, low, high), part
