"""``cite``: what to paste for an id, in a style, or the items for a reference manager."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from pipelines.cli.frame import DONE, Command, Frame

FORMATTED = ("text", "html")
FORMS = (*FORMATTED, "bibtex", "csl-json")


@click.command(cls=Command)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--style", metavar="STYLE", help="Citation style, such as apa or oscola.")
@click.option("--to", default="text", show_default=True, type=click.Choice(FORMS))
@click.pass_obj
def cite(frame: Frame, ids: tuple[str, ...], style: str | None, to: str) -> int:
    """Cite ids in a style or for a reference manager.

    An id is that of a document, passage, finding, lesson or attempt.
    """
    from kb import references

    chosen = style or references.DEFAULT_STYLE
    settings = frame.settings()
    with frame.catalogue() as catalogue:
        made = references.cite(
            catalogue,
            ids,
            chosen,
            "html" if to == "html" else "text",
            public_url=settings.public_url,
        )
    items = references.items(made)
    told = {"style": chosen, "references": [asdict(one) for one in made], "items": items}
    if to == "bibtex":
        text = references.bibtex(items)
    elif to == "csl-json":
        text = json.dumps(items, ensure_ascii=False, indent=2)
    else:
        text = "\n\n".join(one.text for one in made)
    if to not in FORMATTED:
        told["text"] = text
    frame.answer(told, lambda screen: screen.print(text.rstrip("\n"), soft_wrap=True))
    return DONE
