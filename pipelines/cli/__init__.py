"""The command line ``whatworks``: shells over functions of ``kb``, ``ingest`` and ``pipelines``.

``frame`` holds what commands share, ``group`` finds them, ``filters`` are the options that narrow a
question; one file a family of commands, and ``picture`` and ``tables`` print for people. A new command is
a function in one of these files and a line in ``COMMANDS``.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import click

from kb.errors import UsageError, WhatWorksError
from pipelines.cli.frame import DONE, FAULT, STOPPED, USAGE, Frame
from pipelines.cli.group import LazyGroup

COMMANDS = {
    "demo": "pipelines.cli.building:demo",
    "ingest": "pipelines.cli.building:ingest",
    "search": "pipelines.cli.asking:search",
    "ask": "pipelines.cli.asking:ask",
    "grade": "pipelines.cli.grading:grade",
    "attempts": "pipelines.cli.asking:attempts",
    "disagreements": "pipelines.cli.disagreements:disagreements",
    "gaps": "pipelines.cli.mapping:gaps",
    "cite": "pipelines.cli.citing:cite",
    "review": "pipelines.cli.reviewing:review",
    "export": "pipelines.cli.plain_files:export",
    "import": "pipelines.cli.plain_files:import_",
    "check": "pipelines.cli.upkeep:check",
    "status": "pipelines.cli.upkeep:status",
    "reindex": "pipelines.cli.upkeep:reindex",
    "eval": "pipelines.cli.evaluation:evaluate",
    "app": "pipelines.cli.screens:app",
}
"""Commands by name, in the order of the help text."""

whatworks = LazyGroup(
    name="whatworks",
    places=COMMANDS,
    help="What was tried, what happened and what was learned, each statement with its source.",
    epilog="Exit status: 0 done, 1 a fault, 2 usage or an unknown name, 3 some refs or checks failed, "
    "4 nothing found.",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    raise SystemExit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command; its exit status. Whatever goes wrong is told in one line."""
    try:
        status = whatworks.main(
            list(arguments), prog_name="whatworks", standalone_mode=False, obj=Frame()
        )
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        return _told("stopped; what was done is kept", STOPPED)
    except BrokenPipeError:
        # The reader of the pipe has left; Python would complain once more at its own end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except click.ClickException as error:
        return _told(_usage(error), USAGE)
    except Exception as error:  # noqa: BLE001 - the outermost place: whatever it is becomes one line
        if "--debug" in arguments:
            traceback.print_exc()
        return _told(_line(error), USAGE if isinstance(error, UsageError) else FAULT)
    return int(status or DONE)


def _told(line: str, status: int) -> int:
    click.echo(f"whatworks: {line}", err=True)
    return status


def _line(error: Exception) -> str:
    words = " ".join(str(error).split())
    if isinstance(error, WhatWorksError):
        return words
    return f"unexpected fault {type(error).__name__}: {words}; --debug shows where"


def _usage(error: click.ClickException) -> str:
    message = " ".join(error.format_message().split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return message
    pieces = " ".join(context.command.collect_usage_pieces(context))
    return f"{message.rstrip('.')}; accepted: {context.command_path} {pieces} (see --help)"
