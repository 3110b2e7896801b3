"""A reader who knows only the landing page: links to every download, checks, reads it back, runs a chapter again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import openpyxl
import pytest
from bs4 import BeautifulSoup
from test_downloads import outputs, run_notebook

ROOT = Path(__file__).resolve().parents[2]


class Reader:
    """Opens pages and follows their links by the words on them; knows no path but that of the landing page."""

    def __init__(self, landing: Path) -> None:
        self.place = landing

    def links(self) -> dict[str, Path]:
        """Links of the text of the present page: target by words."""
        page = BeautifulSoup(self.place.read_text(encoding="utf-8"), "html.parser")
        found = {}
        for link in page.select("main a[href]"):
            parts = urlsplit(str(link["href"]))
            if not parts.scheme and parts.path:
                found[link.get_text(" ", strip=True)] = (self.place.parent / unquote(parts.path)).resolve()
        return found

    def follow(self, words: str) -> None:
        """Go where the first link leads that holds some words."""
        self.place = next(path for text, path in self.links().items() if words in text)


@pytest.fixture(scope="module")
def taken(html: Path) -> dict[str, Path]:
    """The downloads that a reader finds, by name."""
    reader = Reader(html / "index.html")
    reader.follow("Download")
    found = {path.name: path for path in reader.links().values() if "downloads" in path.parts}
    return {name: path for name, path in found.items() if path.suffix != ".html"}


def rows(name: str) -> list[list[str]]:
    """A table of the project, as text."""
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def words(value: object) -> str:
    """A value read back, as the tables write it; truth is compared as 1 and 0."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def printed(directive: str) -> list[dict[str, str]]:
    """The rows behind a figure or table that a notebook ends a cell with."""
    return list(csv.DictReader(io.StringIO(json.loads(directive.splitlines()[1])["csv"])))


def test_every_kind_is_found(taken: dict[str, Path]) -> None:
    assert {Path(name).suffix for name in taken} >= {".zip", ".sqlite", ".xlsx", ".pdf"}
    assert sum(name.endswith(".zip") for name in taken) == 2
    assert "SHA256SUMS" in taken


def test_every_checksum_holds(taken: dict[str, Path]) -> None:
    sums = dict(reversed(line.split("  ")) for line in taken["SHA256SUMS"].read_text(encoding="utf-8").splitlines())
    for name, path in taken.items():
        if path.parent.name == "downloads" and name != "SHA256SUMS":
            assert hashlib.sha256(path.read_bytes()).hexdigest() == sums[name], name


def test_every_format_reads_back_equal(taken: dict[str, Path]) -> None:
    (package,) = [path for name, path in taken.items() if name.startswith("hitting-the-target-data")]
    book = openpyxl.load_workbook(taken["hitting-the-target.xlsx"], read_only=True)
    connection = sqlite3.connect(taken["hitting-the-target.sqlite"])
    with zipfile.ZipFile(package) as packed:
        names = [Path(name) for name in packed.namelist() if name.endswith(".csv")]
        assert {path.stem for path in names} == {path.stem for path in (ROOT / "data").glob("*.csv")}
        for path in names:
            head, *own = rows(path.stem)
            text = packed.read(path.as_posix()).decode("utf-8")
            assert list(csv.reader(io.StringIO(text, newline=""))) == [head, *own], path
            sheet = [[words(cell) for cell in row] + [""] * (len(head) - len(row))
                     for row in book[path.stem].iter_rows(values_only=True)]
            assert sheet == [head, *own], path.stem
            truth = {"true": "1", "false": "0"}
            stored = connection.execute(f'SELECT * FROM "{path.stem}" ORDER BY rowid')
            assert [[truth.get(words(cell), words(cell)) for cell in row] for row in stored] == [
                [truth.get(cell, cell) for cell in row] for row in own], path.stem
    connection.close()


def test_a_chapter_of_the_bundle_runs_again(taken: dict[str, Path], tmp_path: Path) -> None:
    (bundle,) = [path for name, path in taken.items() if name.endswith(".zip") and "-data-" not in name]
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(tmp_path)
    (top,) = tmp_path.iterdir()
    shown = outputs(run_notebook(sys.executable, top, "data/your-own-question.ipynb"))
    chart, table = (printed(one["text/markdown"]) for one in shown if "text/markdown" in one)
    by_python = {(row["owner_sampled"], rating): int(n) for row in chart for rating, n in row.items()
                 if rating != "owner_sampled" and n != "0"}
    by_sql = {(row["owner"], row["overall_rating"]): int(row["inspections"]) for row in table}
    assert by_sql == by_python
    head, *own = rows("inspections")
    held = [dict(zip(head, row, strict=True)) for row in own]
    expected = sum(row["organisation_id"].startswith("crc-") for row in held
                   if row["regime"] == "rated" and row["rating_basis"] == "stated")
    assert sum(by_sql.values()) == expected
