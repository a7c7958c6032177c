"""The marks of every plot: what stands for a direction, in shape, colour and word, in either theme.

Pure, and without a rule of its own about evidence: ``kb.charts`` and ``kb.timeline`` draw with them. Altair and
the engine that draws without a browser are imported late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Theme = Literal["light", "dark"]
Row = dict[str, Any]

SHAPES: Mapping[str, str] = {
    "positive": "triangle-up",
    "negative": "triangle-down",
    "no-effect": "M-1,0L-0.35,-0.7L-0.35,0.7ZM1,0L0.35,-0.7L0.35,0.7Z",
    "mixed": "diamond",
    "unclear": "circle",
    "not-studied": "M-0.9,-0.15H0.9V0.15H-0.9Z",
}
"""The mark of each direction, as the words have it: ▲ ▼ ◄► ◆; a ring where it is unclear, a dash."""
COLOURS: Mapping[Theme, Mapping[str, str]] = {
    "light": {
        "positive": "#1f5fa8", "negative": "#a8480f", "no-effect": "#57524a", "mixed": "#6d3f8c",
        "unclear": "#57524a", "not-studied": "#57524a",
    },
    "dark": {
        "positive": "#8fbbe8", "negative": "#f2a36b", "no-effect": "#b9b3a8", "mixed": "#cfa6ec",
        "unclear": "#b9b3a8", "not-studied": "#b9b3a8",
    },
}  # fmt: skip
"""At least 4.5:1 against the ground of the theme, and told apart by those who see no red or no green."""
INK: Mapping[Theme, str] = {"light": "#1f1d1a", "dark": "#ece8e1"}
RULE: Mapping[Theme, str] = {"light": "#d8d2c6", "dark": "#46423b"}
FONT = "Charter, 'Bitstream Charter', 'Iowan Old Style', 'Noto Serif', Cambria, Georgia, serif"
LONGEST = 46
"""Characters of a name along an axis; the rows hold the whole of it."""
SHORT: Mapping[str, str] = {
    "positive": "favours",
    "negative": "against",
    "no-effect": "no clear difference",
    "mixed": "mixed",
    "unclear": "unclear",
    "not-studied": "not studied",
}
"""The word under a mark."""


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot: its Vega-Lite, the rows that it draws, and what it says in words."""

    spec: dict[str, Any]
    rows: tuple[Row, ...]
    alt: str


def data(rows: Sequence[Row]) -> Any:
    """The rows of a plot, held in it."""
    from altair import InlineData

    return InlineData(values=list(rows))


def shape(alt: Any) -> Any:
    """The shape of each direction."""
    scale = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    return alt.Shape("slug:N", scale=scale, legend=None)


def colour(alt: Any, theme: Theme) -> Any:
    """The colour of each direction."""
    colours = COLOURS[theme]
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color("slug:N", scale=scale, legend=None)


def styled(chart: Any, theme: Theme) -> dict[str, Any]:
    """A chart as Vega-Lite, in the type and ink of the screens."""
    styled = (
        chart.configure(background="transparent", font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK[theme], labelFontSize=13, gridColor=RULE[theme], tickColor=RULE[theme],
            domainColor=RULE[theme],
        )
    )  # fmt: skip
    spec: dict[str, Any] = styled.to_dict()
    return spec


def distinct(labels: Sequence[str]) -> list[str]:
    """Labels told apart: an axis takes two of one name for one."""
    seen: Counter[str] = Counter()
    made = []
    for label in labels:
        seen[label] += 1
        made.append(f"{label} ({seen[label]})" if seen[label] > 1 else label)
    return made


def clipped(name: str) -> str:
    """A name as it fits along an axis."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def svg(plot: Plot) -> str:
    """A plot as SVG, drawn without a browser; for exports."""
    import vl_convert

    newest = vl_convert.get_vegalite_versions()[-1]
    drawn: str = vl_convert.vegalite_to_svg(plot.spec, vl_version=newest)
    return drawn
