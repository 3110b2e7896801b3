"""Rules that keep people from being named or found: victims and offenders, staff and readers who are not named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.reading import Problem
from analysis.rules import Raws, Rule, index, rows

ANONYMOUS = ("practitioner", "commenter")
NEUTRAL = re.compile(r"(ind-)?anon-\d{3}")  # of statements and numbers; numbered in no order
NEUTRAL_CHECK, NEUTRAL_DECISION = re.compile(r"anon-check-\d+"), re.compile(r"anon-log-\d{3}")
WITHHELD = re.compile(r"withheld:\d{3}")  # an evidence row whose place in the evidence is not given
UNDATED = "opb-anonymous"  # the source of all that readers and staff wrote on one blog
IDENTIFIES = "identifies_a_person"


def no_words_of_the_anonymous(raws: Raws) -> Iterator[Problem]:
    """Anonymous staff and commenters are paraphrased only, and set beside no provider, place or inspection."""
    for line, row in rows(raws, "findings", "speaker", "fragment"):
        if row["speaker"] in ANONYMOUS and row["fragment"]:
            message = f"the words of an anonymous {row['speaker']} are quoted"
            yield Problem("findings.csv", line, "fragment", message, "a paraphrase without a fragment was expected")
    kinds = index(raws, "organisations", "organisation_id")
    for table, voice in (("findings", "speaker"), ("indicators", "reported_by")):
        for line, row in rows(raws, table, voice, "organisation_id", "inspection_id"):
            if row[voice] not in ANONYMOUS:
                continue
            about = kinds.get(row["organisation_id"], {"kind": "system"})
            if about.get("kind") != "system" or about.get("region"):
                message = f"an anonymous {row[voice]} is set beside '{row['organisation_id']}'"
                yield Problem(f"{table}.csv", line, "organisation_id", message, "a national system was expected")
            if row["inspection_id"]:
                message = f"an anonymous {row[voice]} is set beside '{row['inspection_id']}'"
                yield Problem(f"{table}.csv", line, "inspection_id", message, "no inspection was expected")


def addresses_without_people(raws: Raws) -> Iterator[Problem]:
    """An address that holds the name of a person in a case is not kept."""
    for line, row in rows(raws, "sources", "url", "url_names_people"):
        if row["url_names_people"] == "true" and row["url"]:
            message = "an address that names people is given"
            yield Problem("sources.csv", line, "url", message, "an empty cell was expected")


def neutral_identifiers(raws: Raws) -> Iterator[Problem]:
    """Identifiers of what anonymous people said, and of checks and decisions on it, tell no place in the evidence."""
    for table, key, voice in (("findings", "finding_id", "speaker"), ("indicators", "indicator_id", "reported_by")):
        for line, row in rows(raws, table, key, voice):
            if row[voice] in ANONYMOUS and not NEUTRAL.fullmatch(row[key]):
                yield _revealing(table, line, key, row[key], "anon-001")
    for table, key, form, example in (
        ("corrections", "correction_id", NEUTRAL_DECISION, "anon-log-001"),
        ("verification", "verification_id", NEUTRAL_CHECK, "anon-check-1"),
    ):
        for line, row in rows(raws, table, key, "record_id"):
            if _protected(row["record_id"]) and not form.fullmatch(row[key]):
                yield _revealing(table, line, key, row[key], example)


def evidence_withheld(raws: Raws) -> Iterator[Problem]:
    """Neither the place nor the fingerprint of evidence is given where it was an anonymous or identifiable person's."""
    for line, row in rows(raws, "evidence_rows", "evidence_row", "record_id", "fingerprint"):
        withheld = bool(WITHHELD.fullmatch(row["evidence_row"]))
        if _protected(row["record_id"]) and not withheld:
            yield _revealing("evidence_rows", line, "evidence_row", row["evidence_row"], "withheld:001")
        elif withheld == bool(row["fingerprint"]):
            expected = "an empty cell was expected" if withheld else "a fingerprint was expected"
            yield Problem("evidence_rows.csv", line, "fingerprint", f"'{row['fingerprint']}' stands there", expected)
    for line, row in rows(raws, "exclusions", "evidence_row", "evidence_id", "reason"):
        if row["reason"] != IDENTIFIES:
            continue
        if not WITHHELD.fullmatch(row["evidence_row"]):
            yield _revealing("exclusions", line, "evidence_row", row["evidence_row"], "withheld:001")
        if row["evidence_id"] and not _protected(row["evidence_id"]):
            yield _revealing("exclusions", line, "evidence_id", row["evidence_id"], "anon-001")


def _protected(record: str) -> bool:
    """Whether a record, by its key or that of a check of it, is about what an anonymous person said."""
    first = record.partition("/")[0]
    return first == UNDATED or bool(NEUTRAL.fullmatch(first) or NEUTRAL_CHECK.fullmatch(first))


def _revealing(table: str, line: int, column: str, value: str, example: str) -> Problem:
    message = f"'{value}' gives back the place of a person who must not be found"
    return Problem(f"{table}.csv", line, column, message, f"an identifier such as '{example}' was expected")


RULES: tuple[Rule, ...] = (
    no_words_of_the_anonymous,
    addresses_without_people,
    neutral_identifiers,
    evidence_withheld,
)
