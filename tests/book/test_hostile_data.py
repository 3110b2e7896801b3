"""The whole book built from data whose texts try to break out of it: nothing runs, nothing overflows, all is shown."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from playwright.sync_api import Browser
from test_browser import PHONE, WIDE, opened

RUN = "document.title='it ran'"
EVIL = (f' <script>{RUN}</script><img src=x onerror="{RUN}"><a href="javascript:{RUN}">x</a> "\' {{{{ 7*7 }}}} '
        '{claim}`x` ```` | \N{RIGHT-TO-LEFT OVERRIDE}abc\N{POP DIRECTIONAL FORMATTING} '
        '\N{TEST TUBE} $x$ [a](b) **c** \\n % &amp;')
FORMULA = '=HYPERLINK("http://e.invalid","x")'
UNBROKEN, LONG = "Ö" * 5_000, " ".join(["a very long name of a source"] * 175)
POISON: dict[tuple[str, str], Callable[[int, str], str]] = {
    ("sources", "title"): lambda n, text: {0: UNBROKEN, 1: LONG}.get(n, text + EVIL if n % 5 == 2 else text),
    ("sources", "publisher"): lambda n, text: FORMULA if n % 50 == 3 else text + " <b>&" if n % 50 == 4 else text,
    ("findings", "finding"): lambda n, text: text + EVIL if n % 7 == 1 else text,
    ("gaps", "what"): lambda n, text: text + EVIL,
    ("indicators", "qualifier"): lambda n, text: text + EVIL if text and n % 9 == 1 else text,
    ("inspections", "note"): lambda n, text: text + EVIL if text and n % 5 == 1 else text,
}
PAGES = ["index.html", "chapters/reference/sources.html", "chapters/reference/bibliography.html",
         "chapters/data/explorer.html", "chapters/places/inspections.html", "chapters/places/areas/region-london.html",
         "chapters/themes/voices.html", "chapters/themes/staffing.html"]


def poison(path: Path, column: str, change: Callable[[int, str], str]) -> None:
    """Rewrite one column of a table, but for rows whose text a logged correction expects."""
    log = csv.DictReader(io.StringIO((path.parent / "corrections.csv").read_text(encoding="utf-8")))
    expected = {row["record_id"] for row in log if row["table"] == path.stem}
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    for number, row in enumerate(rows):
        if next(iter(row.values())) not in expected:
            row[column] = change(number, row[column])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def run(root: Path, *command: str) -> str:
    """Run a Python command in the poisoned book; what it printed."""
    here = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), str(root / "_ext")])}
    done = subprocess.run([sys.executable, *command], cwd=root, env=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("hostile") / "a book"
    ignored = shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__", ".*_cache", "tests")
    shutil.copytree(ROOT, root, ignore=ignored)
    for (table, column), change in POISON.items():
        poison(root / "data" / f"{table}.csv", column, change)
    run(root, "-m", "analysis", "references", "--write")
    run(root, "-c", "from jupyter_book.cli.main import main; main()", "build", ".")
    yield root
    shutil.rmtree(root)


def test_the_texts_are_shown_as_they_are(hostile: Path) -> None:
    words = BeautifulSoup((hostile / "_build/html" / PAGES[1]).read_text("utf-8"), "lxml").get_text()
    assert words.count(EVIL.split("\\n")[0].split("````")[0].strip()) > 100
    assert UNBROKEN in words
    assert FORMULA in words


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_and_nothing_overflows(browser: Browser, hostile: Path, name: str) -> None:
    for width in (WIDE, PHONE):
        with opened(browser, hostile / "_build/html" / name, width) as page:
            page.wait_for_timeout(200)
            assert page.title() != "it ran"
            assert page.notes["errors"] == []  # type: ignore[attr-defined]
            assert page.locator("main script:not([type='application/ld+json']), main [onerror]").count() == 0
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{over} px over at {width} px"


def test_the_printed_book_opens(hostile: Path) -> None:
    run(hostile, "-m", "printbook")
    with pikepdf.open(hostile / "_build/pdf/hitting-the-target.pdf") as pdf:
        assert len(pdf.pages) > 200
        actions = [note.A for page in pdf.pages for note in page.obj.get("/Annots", []) if "/A" in note]
        assert {str(action.S) for action in actions} == {"/URI"}
        assert not [str(action.URI) for action in actions if not str(action.URI).startswith(("http", "mailto:"))]
