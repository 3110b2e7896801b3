"""Accepted values of the claims: a number that moves is read in its sentence before it is published.

`chapters/claims.csv` holds what was accepted. When data or code change a number, the comparison names
the old value, the new one and the places whose words must be read again.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import claims, prose

ROOT = Path(__file__).resolve().parent.parent
ACCEPTED = ROOT / "chapters" / "claims.csv"
FIELDS = ["claim", "printed", "value"]


@dataclass(frozen=True)
class Move:
    """A claim whose value is not the accepted one; `old` or `new` is empty where it is new or gone."""

    claim: str
    old: str
    new: str

    def line(self, places: Mapping[str, list[str]]) -> str:
        """Say in one line what moved, from what to what, and where it is printed."""
        change = {
            (True, True): f"was {self.old!r}, is now {self.new!r}",
            (False, True): f"is new and not accepted: {self.new!r}",
            (True, False): f"is gone; {self.old!r} was accepted",
        }[bool(self.old), bool(self.new)]
        return f"{self.claim}: {change}; read again: {', '.join(places.get(self.claim, [])) or 'no page uses it'}"


def read_accepted(path: Path = ACCEPTED) -> dict[str, tuple[str, str]]:
    """Return printed text and value by claim id; nothing where no value was ever accepted."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["claim"]: (row["printed"], row["value"]) for row in csv.DictReader(file)}


def as_accepted(computed: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    """Reduce computed claims to what is accepted of them: printed text and value."""
    return {name: (record["forms"][""], record["value"]) for name, record in sorted(computed.items())}


def moves(accepted: Mapping[str, tuple[str, str]], now: Mapping[str, tuple[str, str]]) -> list[Move]:
    """Return what differs, by claim id."""
    empty = ("", "")
    names = sorted(name for name in {*accepted, *now} if accepted.get(name) != now.get(name))
    return [Move(name, _say(accepted.get(name, empty)), _say(now.get(name, empty))) for name in names]


def _say(pair: tuple[str, str]) -> str:
    printed, value = pair
    return printed if printed == value or not value else f"{printed} [{value}]"


def write_accepted(now: Mapping[str, tuple[str, str]], path: Path = ACCEPTED) -> None:
    """Write the accepted values, sorted by claim."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows([name, *pair] for name, pair in sorted(now.items()))


def places(root: Path = ROOT) -> dict[str, list[str]]:
    """Return where each claim is printed, as `file:line`, from the text of the pages."""
    found: dict[str, list[str]] = {}
    for path in prose.pages(root):
        for name, line in prose.claims_used(path.read_text(encoding="utf-8")):
            found.setdefault(name, []).append(f"{path.relative_to(root).as_posix()}:{line}")
    return found


def run(arguments: argparse.Namespace) -> int:
    """Compute the claims, then write, accept or compare them; return the exit status."""
    from analysis import data

    try:
        computed = claims.records(data.load(arguments.data))
    except (claims.ClaimError, data.DataError) as error:
        print(error, file=sys.stderr)
        return 1
    if arguments.json:
        claims.write_json(Path(arguments.json), computed)
        return 0
    now = as_accepted(computed)
    moved = moves(read_accepted(), now)
    printed_at = places()
    for move in moved:
        print(move.line(printed_at))
    if arguments.accept:
        write_accepted(now)
        files = sorted({place.rpartition(":")[0] for move in moved for place in printed_at.get(move.claim, [])})
        print(f"accepted {len(now)} claims, {len(moved)} of them moved; read again: {', '.join(files) or 'nothing'}")
        return 0
    print(f"{len(now)} claims, {len(moved)} not as accepted" + (" (--accept, once read)" if moved else ""))
    return 1 if moved else 0


def add_command(subparsers: Any) -> None:
    """Offer `claims` to the command line."""
    parser = subparsers.add_parser("claims", help="compare the claims with their accepted values")
    parser.add_argument("--accept", action="store_true", help="accept the present values; lists chapters to read again")
    parser.add_argument("--json", metavar="FILE", help="only write all claims to FILE, for the book")
    parser.add_argument("--data", metavar="FOLDER", help="compute from the tables in FOLDER")
    parser.set_defaults(run=run)
