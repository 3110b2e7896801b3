"""Voices side by side: staff and inspectors on the same subjects, and operators' defence with who bears it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.claims import Count, Number, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import source_links, undated_links
from analysis.statements import chosen, depth_of, said, voice_words
from analysis.wording import capitalised, number_word

Ids = tuple[str, ...]
AGREE, PART, ALONE = "agree", "agree in part", "cannot be compared"


@dataclass(frozen=True)
class Subject:
    """A subject on which staff or inspectors are recorded, and whether they agree, as we read them."""

    name: str
    staff: Ids
    inspectors: Ids
    stand: str

    @property
    def both(self) -> bool:
        """Whether both sides are recorded."""
        return bool(self.staff and self.inspectors)


@dataclass(frozen=True)
class Defence:
    """An argument of operators, the statements that make it, and those of others that bear it out or dispute it."""

    name: str
    operators: Ids
    borne_out: Ids
    disputed: Ids


SUBJECTS = (
    Subject("Caseloads are too heavy", ("anon-005",), ("rr2-system-probation-02", "reun-118"), AGREE),
    Subject("Time goes to administration", ("anon-037", "anon-014"), ("qi-0284", "reun-116"), PART),
    Subject("What the count of cases leaves out", ("anon-011", "anon-015"), (), ALONE),
    Subject("Whether caseloads explain weak work", (), ("qi-0115", "rr1-205"), PART),
)
DEFENCES = (
    Defence(
        "The contract, not the company, was at fault",
        ("rr2-crc-hampshire-isle-of-wight-2020-07-08", "sys-0202"), ("sys-0156", "sys-0004", "rr1-185"),
        ("sys-0029", "sys-0098"),
    ),
    Defence("The measures were the wrong ones", ("sys-0013",), ("sys-0187", "qi-0110"), ("sys-0109",)),
    Defence(
        "Companies brought innovation", ("sys-0230", "sys-0203"), ("sys-0218", "rr2-system-probation-39"),
        ("sys-0009", "sys-0070"),
    ),
    Defence(
        "Public hands would do no better", ("rr2-system-sodexo-01", "sys-0052"), ("reun-165", "sys-0151", "reun-172"),
        ("sys-0021", "rr1-193"),
    ),
    Defence(
        "Inspections found good work as well", ("sys-0137", "rr1-134"), ("rr1-163", "qi-0377", "qi-0083"),
        ("rr1-164", "qi-0084"),
    ),
)  # fmt: skip


def _texts(d: Dataset, ids: Sequence[str], voice: bool = True) -> list[str]:
    rows = [row for _, row in chosen(d, ids).iterrows()]
    return [f"{voice_words(row)}: {said(row)}" if voice else said(row) for row in rows]


def _sources(d: Dataset, *groups: Ids) -> list[str]:
    return [source for ids in groups for source in chosen(d, ids)["source_id"]]


def check_voices(d: Dataset) -> None:
    """Refuse a statement put under a voice that is not its own.

    Raises
    ------
    ValueError
        If a statement of staff, inspectors or operators in the two tables has another speaker, or one that disputes or
        bears out a defence is an operator's.
    """
    expected = [(one.staff, {"practitioner"}) for one in SUBJECTS]
    expected += [(one.inspectors, {"inspectorate"}) for one in SUBJECTS]
    expected += [(one.operators, {"operator"}) for one in DEFENCES]
    for ids, speakers in expected:
        if odd := set(chosen(d, ids)["speaker"]) - speakers:
            raise ValueError(f"{', '.join(ids)}: spoken by {', '.join(sorted(odd))}, not by {', '.join(speakers)}")
    for one in DEFENCES:
        if "operator" in set(chosen(d, [*one.borne_out, *one.disputed])["speaker"]):
            raise ValueError(f"{one.name}: an operator is no witness to or against its own defence")


def table_agreement(d: Dataset) -> Table:
    """Subjects on which staff who are not named and inspectors are both recorded."""
    check_voices(d)
    used = [i for one in SUBJECTS for i in (*one.staff, *one.inspectors)]
    agreed = voices_subjects_agreed(d)
    return Table(
        "staff-and-inspectors",
        pd.DataFrame(
            {
                "Subject": [one.name for one in SUBJECTS],
                "Staff, not named": [_texts(d, one.staff, voice=False) for one in SUBJECTS],
                "Inspectorate": [_texts(d, one.inspectors, voice=False) for one in SUBJECTS],
                "They": [one.stand for one in SUBJECTS],
                "Sources": [
                    [*undated_links(d, _sources(d, one.staff)), *source_links(d, _sources(d, one.inspectors))]
                    for one in SUBJECTS
                ],
            }
        ),
        f"Staff and inspectors agree on {agreed.k} of {agreed.n} subjects on which both are recorded",
        "What members of staff who are not named and inspectors say, as we set them side by side.",
        list(dict.fromkeys(chosen(d, used)["source_id"])),
        n=depth_of(d, chosen(d, used)).words(),
        note="Staff are paraphrased only, with no place and no date beside them. In the last row their view is known "
        "only from inspectors' account of it.",
        missing="no statement of their own",
    )


def table_defence(d: Dataset) -> Table:
    """Operators' arguments in their own words as far as recorded, with who bears them out and who disputes them."""
    check_voices(d)
    used = [i for one in DEFENCES for i in (*one.operators, *one.borne_out, *one.disputed)]
    return Table(
        "operators-defence",
        pd.DataFrame(
            {
                "Argument": [one.name for one in DEFENCES],
                "Operators": [_texts(d, one.operators, voice=False) for one in DEFENCES],
                "Borne out by": [_texts(d, one.borne_out) for one in DEFENCES],
                "Disputed by": [_texts(d, one.disputed) for one in DEFENCES],
                "Sources": [
                    source_links(d, _sources(d, one.operators, one.borne_out, one.disputed)) for one in DEFENCES
                ],
            }
        ),
        f"{capitalised(number_word(len(DEFENCES)))} arguments of operators, with what others say for and against them",
        "The defence of owners and companies, argument by argument.",
        list(dict.fromkeys(chosen(d, used)["source_id"])),
        n=depth_of(d, chosen(d, used)).words(),
        note="Statements were chosen and set side by side by us. To bear out or dispute an argument in part "
        "is not to judge it as a whole.",
    )


@claim("voices_subjects_agreed", "subjects on which staff and inspectors are both recorded and agree")
def voices_subjects_agreed(d: Dataset) -> Count:
    """Subjects on which, as we read them, both say the same, of those in the table on which both are recorded."""
    check_voices(d)
    shared = [one for one in SUBJECTS if one.both]
    return Count(sum(one.stand == AGREE for one in shared), len(shared))


@claim("voices_defence_backed", "operators' arguments that others bear out in part")
def voices_defence_backed(d: Dataset) -> Count:
    """Arguments of operators for which a statement of auditors, inspectors or Parliament is recorded in support."""
    check_voices(d)
    official = {"auditor", "inspectorate", "parliament"}
    return Count(
        sum(bool(official & set(chosen(d, one.borne_out)["speaker"])) for one in DEFENCES), len(DEFENCES)
    )


@claim("voices_staff_workload", "statements of staff who are not named that are about workload")
def voices_staff_workload(d: Dataset) -> Count:
    """Live findings whose speaker is a member of staff who is not named and that are coded to workload, of all."""
    live = d.live("findings")
    own = live[live["speaker"] == "practitioner"]
    coded = d.finding_themes
    return Count(int(own["finding_id"].isin(coded.loc[coded["theme"] == "workload", "finding_id"]).sum()), len(own))


@claim("voices_staff_sources", "sources of the statements of staff who are not named")
def voices_staff_sources(d: Dataset) -> Number:
    """Sources in which the statements of staff who are not named were read."""
    live = d.live("findings")
    return Number(int(live.loc[live["speaker"] == "practitioner", "source_id"].nunique()), "sources")
