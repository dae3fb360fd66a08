"""A real Chromium, headless and alone: no extension, no update, no profile of anybody's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
REQUIRED = "required"
PATIENCE = 30_000
"""Milliseconds for what should happen at once, on a machine that does much else."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def executable() -> str:
    """The path of a browser; skips the test where there is none, fails it in CI."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        text = f"none of {', '.join(NAMES)} is installed. Maybe `make browser` as root"
        if os.environ.get("ALLOTMENT_BROWSER") == REQUIRED:
            pytest.fail(text)
        pytest.skip(text)
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser with a fresh profile."""
    path = executable()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(frozen=True)
class View:
    """How somebody looks at a page."""

    width: int
    scheme: str = "light"
    scripts: bool = True


DESK = View(1280)
PHONE = View(360)


@dataclass
class Seen:
    """An open page, and what it did that a page should not do.

    noises: console messages, errors, dialogs. requests: what it asked for.
    """

    page: Page
    noises: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """From now on."""
        self.page.on("console", lambda message: self.noises.append(message.text))
        self.page.on("pageerror", lambda error: self.noises.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.noises.append(dialog.message)
        dialog.dismiss()

    def go(self, address: str) -> None:
        """Follows a link inside the page, and waits for what it opens."""
        self.page.evaluate("address => { location.hash = address; }", address)
        self.page.wait_for_function(
            "id => document.querySelector('#case h3')?.textContent === decodeURIComponent(id)",
            arg=address.removeprefix("#case="),
        )

    def violations(self) -> list[str]:
        """What axe-core finds, each with the first element that it is about."""
        found: Any = self.page.evaluate(f"{AXE}; axe.run().then(found => found.violations)")
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]

    def overflow(self) -> int:
        """Pixels by which the page is wider than the window, with all details open."""
        width: int = self.page.evaluate(
            """() => {
                document.querySelectorAll("details").forEach((one) => { one.open = true; });
                return document.documentElement.scrollWidth - window.innerWidth;
            }"""
        )
        return width

    def focused(self) -> str:
        """Id of the element that has the focus, else its name in small letters."""
        name: str = self.page.evaluate(
            "document.activeElement.id || document.activeElement.tagName.toLowerCase()"
        )
        return name


@contextmanager
def opened(browser: Browser, file: Path, view: View = DESK, address: str = "") -> Iterator[Seen]:
    """A page as somebody opens it by a double click. address: inside it, from its `#` on."""
    scheme: Any = view.scheme
    context = browser.new_context(
        viewport={"width": view.width, "height": 800},
        color_scheme=scheme,
        java_script_enabled=view.scripts,
    )
    try:
        seen = Seen(context.new_page())
        seen.listen()
        seen.page.goto(file.as_uri() + address)
        yield seen
    finally:
        context.close()
