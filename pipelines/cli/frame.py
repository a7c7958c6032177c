"""What every command shares: the global options, settings, how an answer and a fault are told.

A command is a shell: it parses, calls one function, shows. It returns its exit status; an answer goes to
standard output, as one JSON document with ``--json``, and everything else to standard error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from kb.errors import UsageError
from kb.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

    from kb.catalogue import Catalogue
    from pipelines.base import Base

DONE, FAULT, USAGE, SOME_FAILED, NOTHING_FOUND, STOPPED = 0, 1, 2, 3, 4, 130
"""Exit statuses. ``USAGE``: also an unknown id or name. ``STOPPED``: by Ctrl-C."""

PIPED_WIDTH = 100
"""Columns where standard output is no terminal."""


@dataclass
class Frame:
    """The global options of one call, filled while its arguments are parsed."""

    home: str | None = None
    actor: str | None = None
    debug: bool = False
    as_json: bool = False

    def settings(self) -> Settings:
        """Settings of the environment, with what the options say on top."""
        settings = Settings.from_environment(home=self.home)
        return replace(settings, curator=self.actor or settings.curator)

    @contextmanager
    def base(self, *, create: bool = False) -> Iterator[Base]:
        """The knowledge base of this call. A home without one is refused, unless it may be made."""
        from pipelines.base import opened

        settings = self.settings()
        if not create:
            require_base(settings)
        with opened(settings, create=create) as base:
            yield base

    @contextmanager
    def catalogue(self) -> Iterator[Catalogue]:
        """The catalogue alone, for what needs neither index nor models."""
        from kb.catalogue import open_catalogue

        settings = self.settings()
        require_base(settings)
        catalogue = open_catalogue(settings, create=False)
        try:
            yield catalogue
        finally:
            catalogue.close()

    def answer(self, document: Mapping[str, Any], draw: Callable[[Console], None]) -> None:
        """Tell the answer: the JSON document, or what ``draw`` prints for people."""
        if self.as_json:
            is_utf8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
            click.echo(json.dumps(document, ensure_ascii=not is_utf8, indent=2))
        else:
            draw(console())


def require_base(settings: Settings) -> None:
    """Refuse a home without a knowledge base: that is a wrong name, not a fault."""
    file = settings.home / "catalogue.sqlite"
    if settings.database_url == f"sqlite:///{file}" and not file.exists():
        raise UsageError(
            f"open {settings.home}: there is no knowledge base here; accepted: --home with one "
            "made by `whatworks demo`, `whatworks ingest` or `whatworks import`"
        )


def console(*, stderr: bool = False) -> Console:
    """A console that takes no markup out of what it is handed, and no emoji codes."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else PIPED_WIDTH
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, width=width)


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def keep(context: click.Context, _option: click.Parameter, value: Any) -> None:
        if value:
            setattr(context.ensure_object(Frame), name, value)

    return keep


def global_options() -> list[click.Parameter]:
    """The options that every command takes, before and after its name."""
    kept = {"expose_value": False}
    return [
        click.Option(["--home"], metavar="DIR", callback=_keep("home"), **kept,
                     help="Folder of the knowledge base (WHATWORKS_HOME; ./.whatworks)."),
        click.Option(["--as", "actor"], metavar="NAME", callback=_keep("actor"), **kept,
                     help="Who acts (WHATWORKS_CURATOR)."),
        click.Option(["--json"], is_flag=True, callback=_keep("as_json"), **kept,
                     help="Print one JSON document."),
        click.Option(["--debug"], is_flag=True, callback=_keep("debug"), **kept,
                     help="Show where a fault happened."),
    ]  # fmt: skip


class Command(click.Command):
    """A command that also takes the global options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(global_options())
