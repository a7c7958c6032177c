"""The real app on a free port, on a copy of the small base, and a real headless Chromium to read it with."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import own_standard
import pytest
import reading_room
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")
WAIT = 30_000
"""Milliseconds until something must have been drawn; the first question loads the models."""

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small base with a standard of its own, for the browser alone."""
    copy = Path(shutil.copytree(reading_room.built(), tmp_path_factory.mktemp("home") / "base"))
    own_standard.add(copy)
    return copy


@pytest.fixture(scope="session")
def app(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running app."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    command += ["--server.headless=true", f"--server.port={port}", "--server.address=127.0.0.1"]
    environ = {k: v for k, v in os.environ.items() if not k.startswith("WHATWORKS_")}
    if "WHATWORKS_MODELS" in os.environ:
        environ["WHATWORKS_MODELS"] = os.environ["WHATWORKS_MODELS"]
    log = tmp_path_factory.mktemp("app") / "app.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env={**environ, "WHATWORKS_HOME": str(home)},
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
        )
        try:
            _wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser; skipped with a reason where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(NAMES)} is installed")
    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def tabs(app: str, chromium: Browser) -> Iterator[Open]:
    """Opens a screen in a context of its own: ``tabs("library", width=390, scheme="dark")``."""
    contexts: list[BrowserContext] = []
    elsewhere: list[str] = []

    def opened(address: str = "", *, width: int = 1280, scheme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.on("request", lambda request: _note(elsewhere, request.url, app))
        page.goto(address if address.startswith("http") else app + address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not elsewhere, f"the app asked other machines: {elsewhere[:3]}"


def _note(elsewhere: list[str], url: str, app: str) -> None:
    if not url.startswith((app, "data:", "blob:", app.replace("http", "ws", 1))):
        elsewhere.append(url)


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the app did not start: {log.read_text('utf-8', 'replace')[-2000:]}")
