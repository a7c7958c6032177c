"""``app``: hands over to Streamlit, on this machine alone and without telemetry."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from kb.errors import UsageError
from kb.settings import Settings
from pipelines.cli.frame import DONE, Command, Frame

ADDRESS = "127.0.0.1"
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


@click.command(cls=Command)
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.pass_obj
def app(frame: Frame, port: int) -> int:
    """Open the app in a browser.

    Without --home it takes the base in ./.whatworks, or the demo's where there is none.
    """
    settings = home_of(frame.settings(), is_named=bool(frame.home))
    environ = {**os.environ, "WHATWORKS_HOME": str(settings.home)}
    if settings.curator:
        environ["WHATWORKS_CURATOR"] = settings.curator
    sys.stdout.flush()
    arguments = command(port, has_display=sys.platform != "linux" or any(map(os.getenv, DISPLAYS)))
    os.execve(arguments[0], arguments, environ)  # noqa: S606 - our own interpreter, no shell
    return DONE


def home_of(settings: Settings, *, is_named: bool) -> Settings:
    """The home to open: the one named, else the default one, else the demonstration's."""
    demo = Path(".whatworks-demo").absolute()
    named = is_named or "WHATWORKS_HOME" in os.environ
    if not named and not settings.home.exists() and demo.exists():
        return replace(settings, home=demo)
    return settings


def command(port: int, *, has_display: bool) -> list[str]:
    """What is run."""
    script = Path(__file__).resolve().parents[2] / "app.py"
    if not script.is_file():
        raise UsageError(f"open the app: {script} is missing; a complete installation is accepted")
    options = {
        "server.address": ADDRESS,
        "server.port": str(port),
        "server.headless": str(not has_display).lower(),
        "browser.gatherUsageStats": "false",
    }
    given = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(script), *given]
