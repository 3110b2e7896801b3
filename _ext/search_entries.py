"""What the search page finds besides pages: single claims, sources, inspections and places, each at its own address.

Sphinx's search knows pages and sections. These entries stand on registers, of which a reader wants the one line.
"""

from __future__ import annotations

import csv
import json
import posixpath
import re
from html import unescape
from pathlib import Path
from typing import Any

from exhibits import source_words
from sphinx.application import Sphinx

SCRIPT = "_static/search-entries.js"
CLAIMS, SOURCES = "chapters/reference/claims.html", "chapters/reference/sources.html"
INSPECTIONS, FINDER = "chapters/places/inspections.html", "chapters/places/finder.html"
INSPECTION = re.compile(r'id="([^"]+)"><h3>([^<]+)<')
PLACE = re.compile(r'<span class="finder-name">([^<]+)</span> <span class="finder-kind">([^<]+)</span>'
                   r' <span class="finder-links"><a href="([^"]+)"')


def entries(app: Sphinx) -> dict[str, list[tuple[str, str]]]:
    """Words and address of each entry, by what it is; only those whose page was built."""
    pages = Path(app.outdir)
    found: dict[str, list[tuple[str, str]]] = {}
    if (pages / FINDER).is_file():
        text = (pages / FINDER).read_text(encoding="utf-8")
        found["Places and services"] = [
            (unescape(f"{name}: {kind.lower()}"), posixpath.normpath(f"chapters/places/{link}"))
            for name, kind, link in PLACE.findall(text)
        ]
    if (pages / CLAIMS).is_file():
        found["Claims"] = [(f"{record['states']}: {record['forms']['']}", f"{CLAIMS}#claim-{name}")
                           for name, record in app.config.claims.items()]
    if (pages / INSPECTIONS).is_file():
        text = (pages / INSPECTIONS).read_text(encoding="utf-8")
        found["Inspections"] = [(unescape(words), f"{INSPECTIONS}#{name}") for name, words in INSPECTION.findall(text)]
    if (pages / SOURCES).is_file():
        text = (pages / SOURCES).read_text(encoding="utf-8")
        with (Path(app.srcdir) / app.config.exhibits_sources).open(encoding="utf-8", newline="") as file:
            found["Sources"] = [(source_words(row), f"{SOURCES}#source-{row['source_id']}")
                                for row in csv.DictReader(file) if f'"source-{row["source_id"]}"' in text]
    return found


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the entries as a script: a page opened as a file may read scripts, and nothing else."""
    if error is None and app.builder.name == "html":
        text = json.dumps(entries(app), ensure_ascii=False, separators=(",", ":"))
        (Path(app.outdir) / SCRIPT).write_text(f"window.searchEntries = {text};\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.connect("build-finished", write, priority=800)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}
