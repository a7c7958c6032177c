"""Groups of commands whose modules are read when a command is called, so that a call pays for itself only."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import click

from kb.errors import UnknownName
from pipelines.cli.frame import Command, global_options


@click.pass_context
def help_when_alone(context: click.Context) -> None:
    """A group that is called without a command says what it has."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


class LazyGroup(click.Group):
    """A group that knows its commands as ``name: "module:attribute"``, in the order of the help text."""

    command_class = Command

    def __init__(self, name: str, *, places: Mapping[str, str], **texts: str) -> None:
        super().__init__(name, invoke_without_command=True, callback=help_when_alone, **texts)  # type: ignore[arg-type]
        self._places = places
        self.params.extend(global_options())

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = self._places.get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self._places and not args[0].startswith("-"):
            raise UnknownName.among("command", args[0], self._places)
        return super().resolve_command(ctx, args)
