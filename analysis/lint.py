"""A lint over prose: no number is typed, and a word of quantity or change stands beside a claim.

Digits are allowed in dates, in names of documents (emphasised, or a link's text), in section and page numbers,
in code and roles, and in the names listed in `chapters/allowed_names.txt`. Words that count or compare need a
claim in the same sentence, or a comment ``% no claim: reason`` directly above their paragraph, list or table.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import prose
from analysis.prose import Paragraph
from analysis.wording import MONTHS, ONES, TENS

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = ROOT / "chapters" / "allowed_names.txt"

CLAIM, OTHER = "\ue000", "\ufffc"
MONTH = rf"(?:{'|'.join(MONTHS)})"
UNITS = r"cases|people|officers|staff|posts|vacancies|inspections|offences|per cent|percent|thousand|million|billion"
DATES = re.compile(
    rf"""\b\d{{1,2}}(?:\s*(?:-|–|to|and)\s*\d{{1,2}})?\s+{MONTH}(?:\s+\d{{4}})?\b   # 12 March 2018, 3 to 7 June
    | \b{MONTH}\s+\d{{4}}\b                                                       # March 2018
    | \b\d{{4}}-\d{{2}}-\d{{2}}\b                                                 # 2018-03-12
    | (?<![\w£$€.,-])(?:19|20)\d\d(?:s\b|(?:[-–/](?:(?:19|20)\d\d|\d\d))?         # 2018, 2018-19, 2013-2026, 1990s
      (?![\w%]|[.,]\d|[-–/]\d|\s(?:{UNITS})\b))""",
    re.VERBOSE,
)
SECTIONS = re.compile(
    r"\b(?:sections?|paragraphs?|paras?\.?|schedules?|articles?|clauses?|pages?|pp?\.)\s+"
    r"\d+(?:\.\d+)*(?:\(\w+\))*(?:\s*(?:,|-|–|to|and)\s*\d+(?:\.\d+)*)*(?![\w%])",
    re.IGNORECASE,
)
DIGITS = re.compile(r"[£$€]?\d(?:[\d,.]*\d)?\s?(?:%|per cent|bn\b|m\b)?")
QUOTED = re.compile(r"[“\"][^“”\"]{1,200}[”\"]")
SENTENCE_END = re.compile(rf"[.!?][”\"’')\]]*\s+(?=[“\"‘'(\[]*[A-Z{CLAIM}{OTHER}])")

NUMBER = rf"(?:{'|'.join(ONES[2:])}|(?:{'|'.join(TENS[2:])})(?:-(?:{'|'.join(ONES[1:10])}))?)"
END = r"(?=\s+of\b|\s*[.,;:)]|\s*$)"
WORDS = re.compile(
    rf"""\b(?:
      {NUMBER} | hundreds? | thousands? | millions? | billions? | dozens? | twice | (?:two|three|four|ten)fold
    | (?<!first\ )(?<!second\ )(?<!latter\ )(?<!other\ )half(?!-) | halves | one-half
    | (?:a|one)[ -]third{END} | thirds | (?:a|one)[ -]quarter{END} | quarters
    | majority | minority
    | (?<!the\ )(?<!its\ )(?<!his\ )(?<!her\ )(?<!their\ )(?<!our\ )
      most(?!\ (?:recent|often|common|likely|serious|important|exact|clos|severe|striking|part\b))
    | more\ than | less\ than | fewer | at\ least | at\ most
    | doubled | doubling | doubles | halved | halving | trebled | tripled | quadrupled
    | rose | risen | rises | rising | grew | grown | shrank | shrunk
    | (?:fell | fallen | falls | falling)(?!\ (?:short|within|outside|under|into)\b)
    | increas(?:ed|es|ing) | decreas(?:ed|es|ing) | declin(?:ed|es|ing) | dropped
    | (?:rise|fall|increase|decrease|decline|drop|growth)\ (?:in|of)
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend, with its line in the page."""

    line: int
    message: str


def allowed_names(path: Path = ALLOWED) -> list[str]:
    """Read the names that may hold digits or number words: one a line, `#` starts a comment."""
    if not path.exists():
        return []
    names = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return sorted((name for name in names if name), key=len, reverse=True)


def faults(text: str, names: Iterable[str] = ()) -> list[Fault]:
    """Return what the rules of this module find in one page, in the order of lines.

    Parameters
    ----------
    text : str
        The page in MyST Markdown.
    names : iterable of str
        Names in which digits and number words are allowed, see `allowed_names`.
    """
    found: list[Fault] = []
    needed: dict[prose.Exemption, bool] = {}
    blank_names = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)") for name in names]
    for paragraph in prose.paragraphs(text):
        words = list(_judge(paragraph, blank_names, found))
        if paragraph.exemption is None:
            found.extend(words)
        else:
            needed[paragraph.exemption] = needed.get(paragraph.exemption, False) or bool(words)
    for exemption, was_needed in needed.items():
        if not exemption.reason:
            found.append(Fault(exemption.line, "an exemption needs its reason: '% no claim: reason'"))
        elif not was_needed:
            found.append(Fault(exemption.line, "this exemption exempts nothing; delete it"))
    return sorted(set(found))


def _judge(paragraph: Paragraph, names: list[re.Pattern[str]], found: list[Fault]) -> Iterator[Fault]:
    """Add the typed digits to `found`; yield the words that need a claim."""
    text, lines = _flatten(paragraph)
    if text.startswith(("```{", "~~~{")):
        found.append(Fault(lines[0], "a role in the first line of a ``` directive breaks it; write ::: instead"))
    for allowed in names:
        text = allowed.sub(lambda hit: OTHER * len(hit.group()), text)
    for allowed in (DATES, SECTIONS):
        text = allowed.sub(lambda hit: re.sub(r"\d", OTHER, hit.group()), text)
    for hit in DIGITS.finditer(text):
        found.append(Fault(lines[hit.start()], f"digits typed in prose: {hit.group().strip()!r}; make it a claim"))
    text = QUOTED.sub(lambda hit: re.sub(r"\w", OTHER, hit.group()), text)
    for start, sentence in _sentences(text):
        if CLAIM in sentence:
            continue
        for hit in WORDS.finditer(sentence):
            message = f"{hit.group()!r} needs a claim in its sentence, or '% no claim: reason' above the paragraph"
            yield Fault(lines[start + hit.start()], message)


def _flatten(paragraph: Paragraph) -> tuple[str, list[int]]:
    """Join the pieces into one text, with the line of each character; what is not prose becomes one mark."""
    text, lines = "", []
    for piece in paragraph.pieces:
        mark = {"claim": CLAIM, "quiet": OTHER}.get(piece.kind, "")
        if piece.text == " ":
            mark = " "
        elif piece.kind == "name" and is_name(piece.text):
            mark = OTHER
        line = piece.line
        for character in mark or piece.text:
            text += character
            lines.append(line)
            line += character == "\n"
    return text, lines


def is_name(text: str) -> bool:
    """Whether an emphasised or linked text looks like a document's name: a capital or a year first, and letters."""
    return bool(re.match(r"[“\"‘']?(?:[A-Z]|(?:19|20)\d\d\b)", text)) and bool(re.search(r"[A-Za-z]{3}", text))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for end in SENTENCE_END.finditer(text):
        yield start, text[start : end.end()]
        start = end.end()
    yield start, text[start:]


def run(arguments: argparse.Namespace) -> int:
    """Print the faults of the pages named, or of all; return the exit status."""
    if not arguments.files and (missing := prose.pages_missing(ROOT, "lint")):
        print(missing)
        return 1
    names, count = allowed_names(), 0
    files = [Path(file) for file in arguments.files] or prose.pages(ROOT)
    for path in files:
        shown = path.resolve().relative_to(ROOT) if path.resolve().is_relative_to(ROOT) else path
        for fault in faults(path.read_text(encoding="utf-8"), names):
            print(f"{shown.as_posix()}:{fault.line}: {fault.message}")
            count += 1
    print(f"{len(files)} pages, {count} faults")
    return 1 if count else 0


def add_command(subparsers: Any) -> None:
    """Offer `lint` to the command line."""
    parser = subparsers.add_parser("lint", help="find numbers typed in prose")
    parser.add_argument("files", nargs="*", metavar="FILE", help="pages; by default all of the book")
    parser.set_defaults(run=run)
