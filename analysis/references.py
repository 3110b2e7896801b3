"""`chapters/references.bib`, made from the table of sources and never by hand."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import pandas as pd

from analysis import data as dataset
from analysis import prose
from analysis.claims import ADDRESS_WITHHELD

BIBLIOGRAPHY = Path("chapters/references.bib")
READ = {"whole": "Read whole", "opening": "Opening read", "extract": "Extract read"}
SPECIAL = str.maketrans({"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
                        | {letter: "\\" + letter for letter in "{}&%$#_"})


def entry(source: pd.Series) -> str:
    """Return one source as a BibTeX entry whose key is its `source_id`."""

    def text(column: str) -> str:
        value = source.get(column)
        return "" if pd.isna(value) else re.sub(r"\s+", " ", str(value)).strip()

    copy = f" in the copy at {text('read_via')}" if text("read_via") else ""
    withheld = f"; {ADDRESS_WITHHELD}" if source["url_names_people"] else ""
    fields = {
        "author": "{" + (text("publisher") or "Publisher not known").translate(SPECIAL) + "}",
        "title": "{" + text("title").translate(SPECIAL) + "}",
        "year": text("published")[:4] or "undated",
        "url": text("url"),
        "note": READ.get(text("read_extent"), "") + copy.translate(SPECIAL) + withheld,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{source['source_id']},\n" + ",\n".join(lines) + "\n}\n"


def references(sources: pd.DataFrame) -> str:
    """Return the bibliography of every source that the data use.

    Parameters
    ----------
    sources : DataFrame
        Columns `source_id`, `title`, `publisher`, `published`, `url`, `url_names_people`, `read_via`, `read_extent`
        and `status`.

    Returns
    -------
    str
        BibTeX entries sorted by key. Sources that were read and not used have no entry.
    """
    used = sources[sources["status"] == "used"].sort_values("source_id")
    head = "% Made by `python -m analysis references --write` from data/sources.csv. Do not edit.\n\n"
    return head + "\n".join(entry(row) for _, row in used.iterrows())


def run(arguments: argparse.Namespace) -> int:
    """Write the bibliography, or say whether it is what the data give."""
    if missing := prose.pages_missing(Path(), "references"):
        print(missing, file=sys.stderr)
        return 1
    made = references(dataset.load().sources)
    if arguments.write:
        BIBLIOGRAPHY.write_text(made, encoding="utf-8")
        return 0
    if BIBLIOGRAPHY.exists() and BIBLIOGRAPHY.read_text(encoding="utf-8") == made:
        return 0
    print(f"{BIBLIOGRAPHY}: differs from the table of sources; run `python -m analysis references --write`",
          file=sys.stderr)
    return 1


def add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `references` to the command line."""
    parser = subparsers.add_parser("references", help="compare chapters/references.bib with the sources, or write it")
    parser.add_argument("--write", action="store_true")
    parser.set_defaults(run=run)
