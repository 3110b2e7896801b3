"""The built pages, and a real browser to read them with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run"]


def find_browser() -> str:
    """Return the path of the system's Chromium or Chrome."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    pytest.fail("No Chromium was found: `make system` installs it or says how.", pytrace=False)


@pytest.fixture(scope="session")
def html() -> Path:
    """Folder of the built pages."""
    if not (HTML / "index.html").is_file():
        pytest.fail("_build/html/index.html is missing: `make book` makes it.", pytrace=False)
    return HTML


@pytest.fixture(scope="session")
def pages(html: Path) -> dict[str, BeautifulSoup]:
    """Every page, parsed, by its path."""
    return {
        path.relative_to(html).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(html.rglob("*.html"))
        if "downloads" not in path.parts
    }


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a network."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        yield opened
        opened.close()
