"""Proving quoted fragments against texts that are held elsewhere.

For each fragment that stands in a held text, `receipts.csv` keeps a hash of the fragment, its place in words and
a hash of the text: enough to prove the quotation again wherever the text is held, and nothing of the text itself.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

LEAST_WORDS = 3
COLUMNS = ("finding_id", "fragment_sha256", "word_offset", "words", "text_sha256")
_SINGLE = dict.fromkeys(map(ord, "‘’‚‛`´′ʼ"), "'")
_DOUBLE = dict.fromkeys(map(ord, "“”„‟«»″"), '"')
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_MARKS = _SINGLE | _DOUBLE | _DASHES


@dataclass(frozen=True)
class Text:
    """A held text, normalised: its words joined by single spaces, and the hash of that."""

    name: str
    normalised: str
    sha256: str


@dataclass(frozen=True)
class Receipt:
    """Where a finding's fragment stands: in which text, after how many words, touching how many."""

    finding_id: str
    fragment_sha256: str
    word_offset: int
    words: int
    text_sha256: str


def normalise(text: str) -> str:
    """Text as it is compared: NFKC, plain quotation marks and dashes, case folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_MARKS).casefold().split())


def digest(text: str) -> str:
    """SHA-256 of a text once normalised, in hexadecimal."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()


def provable(fragment: str) -> bool:
    """Whether a fragment is long enough to prove anything: three words or more."""
    return len(normalise(fragment).split()) >= LEAST_WORDS


def read_texts(folder: Path) -> list[Text]:
    """The held texts: every `.txt` file of a folder, UTF-8, in order of name."""
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in sorted(Path(folder).glob("*.txt"))]
    return [Text(name, normalise(text), digest(text)) for name, text in texts]


def locate(fragment: str, text: Text) -> tuple[int, int] | None:
    """Place of a fragment in a text: words before it, and words it touches; None where it does not stand there.

    It must begin and end where words do: `art of` is not found in `part of`.
    """
    sought = normalise(fragment)
    match = re.search(rf"(?<!\w){re.escape(sought)}(?!\w)", text.normalised) if sought else None
    if not match:
        return None
    before = text.normalised[: match.start()]
    offset = before.count(" ")
    return offset, match.group().count(" ") + 1


def standing_there(fragment: str, receipt: Receipt, text: Text) -> bool:
    """Whether the fragment stands at the place that its receipt names."""
    words = text.normalised.split(" ")[receipt.word_offset : receipt.word_offset + receipt.words]
    place = Text(text.name, " ".join(words), text.sha256)
    return len(words) == receipt.words and locate(fragment, place) is not None


def make_receipts(findings: Iterable[Mapping[str, str]], texts: list[Text]) -> list[Receipt]:
    """Receipts for the fragments that stand in the texts.

    Parameters
    ----------
    findings
        Rows with `finding_id`, `fragment` and `source_id`.
    texts
        The held texts. Where several hold a fragment (a report and the release about it), the receipt names the
        one that holds most of the fragments of the same source.
    """
    quoted = [row for row in findings if provable(row["fragment"])]
    places = {row["finding_id"]: {t.sha256: p for t in texts if (p := locate(row["fragment"], t))} for row in quoted}
    held: dict[str, Counter[str]] = {}
    for row in quoted:
        held.setdefault(row["source_id"], Counter()).update(places[row["finding_id"]].keys())
    order = {text.sha256: number for number, text in enumerate(texts)}
    receipts = []
    for row in quoted:
        found = places[row["finding_id"]]
        if found:
            home = min(found, key=lambda sha, source=row["source_id"]: (-held[source][sha], order[sha]))  # type: ignore[misc]
            receipts.append(Receipt(row["finding_id"], digest(row["fragment"]), *found[home], home))
    return sorted(receipts, key=lambda receipt: receipt.finding_id)


@dataclass(frozen=True)
class Proof:
    """What became of one fragment: `proved`, `failed`, or why it is `not proved`."""

    finding_id: str
    outcome: str
    reason: str = ""


def prove(findings: Iterable[Mapping[str, str]], receipts: Iterable[Receipt], texts: list[Text]) -> list[Proof]:
    """Prove each fragment again from its receipt and the texts.

    A fragment fails when it was edited since its receipt was made, when it does not stand where the receipt says,
    or when its source has receipts and it has none. Fragments under three words, and those whose text is not held,
    are not proved, and say why.
    """
    by_finding = {receipt.finding_id: receipt for receipt in receipts}
    by_hash = {text.sha256: text for text in texts}
    rows = [row for row in findings if row["fragment"]]
    with_receipts = {row["source_id"] for row in rows if row["finding_id"] in by_finding}
    return [_prove(row, by_finding.get(row["finding_id"]), by_hash, with_receipts) for row in rows]


def _prove(row: Mapping[str, str], receipt: Receipt | None, texts: dict[str, Text], sources: set[str]) -> Proof:
    finding, fragment = row["finding_id"], row["fragment"]
    if receipt is None:
        if not provable(fragment):
            return Proof(finding, "not proved", f"under {LEAST_WORDS} words")
        if row["source_id"] in sources:
            return Proof(finding, "failed", "has no receipt, though others of its source have")
        return Proof(finding, "not proved", "no text of its source was held when receipts were made")
    if receipt.fragment_sha256 != digest(fragment):
        return Proof(finding, "failed", "differs from the fragment its receipt was made for")
    text = texts.get(receipt.text_sha256)
    if text is None:
        return Proof(finding, "not proved", "the text that its receipt names is not in this folder")
    if not standing_there(fragment, receipt, text):
        return Proof(finding, "failed", f"does not stand at word {receipt.word_offset} of {text.name}")
    return Proof(finding, "proved")


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file as text."""
    with open(path, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def read_receipts(path: Path) -> list[Receipt]:
    """Receipts from `receipts.csv`."""
    return [
        Receipt(
            row["finding_id"], row["fragment_sha256"], int(row["word_offset"]), int(row["words"]), row["text_sha256"]
        )
        for row in read_rows(path)
    ]


def write_receipts(receipts: list[Receipt], path: Path) -> None:
    """Write `receipts.csv`, one row per receipt."""
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([getattr(receipt, column) for column in COLUMNS] for receipt in receipts)


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `quotes FOLDER [--write] [--data FOLDER]` to the command line."""
    command = commands.add_parser("quotes", help="prove the quoted fragments against texts held in a folder")
    command.add_argument("texts", type=Path, metavar="FOLDER", help="folder of the texts, one .txt each")
    command.add_argument("--write", action="store_true", help="make the receipts anew from these texts")
    command.add_argument("--data", type=Path, metavar="FOLDER", help="folder of data (default: this book's)")
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    folder = arguments.data or Path(__file__).parent.parent / "data"
    for wanted in (arguments.texts, folder):
        if not wanted.is_dir():
            print(f"{wanted}: there is no such folder")
            return 1
    texts = read_texts(arguments.texts)
    if not texts:
        print(f"{arguments.texts}: the folder holds no .txt file")
        return 1
    findings = read_rows(folder / "findings.csv")
    if arguments.write:
        write_receipts(make_receipts(findings, texts), folder / "receipts.csv")
    proofs = prove(findings, read_receipts(folder / "receipts.csv"), texts)
    failed = [proof for proof in proofs if proof.outcome == "failed"]
    for proof in failed:
        print(f"findings.csv: {proof.finding_id}: the fragment {proof.reason}")
    for (outcome, reason), number in Counter((proof.outcome, proof.reason) for proof in proofs).most_common():
        if outcome != "failed":
            print(f"{number} {outcome}" + (f": {reason}" if reason else ""))
    print(f"{len(failed)} failed")
    return 1 if failed else 0
