"""Wrong values: each kind is named in its line and column, with what was expected."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analysis.data import check

with open(Path(__file__).with_name("faults.csv"), encoding="utf-8", newline="") as handle:
    FAULTS = [[cell.replace("\\n", "\n") for cell in row] for row in list(csv.reader(handle))[1:]]


def lines(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder)]


@pytest.mark.parametrize(("table", "old", "new", "says"), FAULTS)
def test_fault_is_named(edit, table: str, old: str, new: str, says: str) -> None:
    """Each row of `faults.csv` damages one cell and gives the line that must be printed for it."""
    assert says in lines(edit(table, old, new))


def test_row_excluded_and_kept(edit) -> None:
    assert lines(edit("exclusions", "north/findings:5", "north/findings:3")) == [
        "evidence_rows.csv:4: record_id: north/findings:3 is both 'f-2' and excluded (exclusions.csv:2); "
        "one of the two was expected",
        "evidence_rows.csv:5: record_id: north/findings:5 is neither a record nor excluded; "
        "one of the two was expected",
    ]


def test_fragment_added_to_a_proved_source_needs_a_receipt(edit) -> None:
    edit("findings", "news-2019,f-1", "hmip-2019,f-1")
    assert lines(edit("findings", "knew of it.,,", "knew of it.,it too well,")) == [
        "findings.csv:3: fragment: the fragment of f-2 has no receipt, though others of its source have; "
        "a receipt in receipts.csv was expected"
    ]


def test_dates_that_may_be_right_are_not_blamed(edit) -> None:
    """Fieldwork in 2019 can lie before a report of March 2019; an owner who left in 2021 is followed in 2021."""
    edit("inspections", "2018-11,2018-12", "2019,2019")
    folder = edit("ownership", "2015-02-01,2021,", "2015,2021,")
    assert lines(folder) == []


def test_all_problems_come_at_once(edit) -> None:
    edit("ratings", ",outstanding,", ",god,")
    edit("inspections", "2018-11", "2019-04")
    folder = edit("voices", "Newspapers\n", "Newspapers")
    files = {problem.file for problem in check(folder)}
    assert files == {"ratings.csv", "inspections.csv", "voices.csv"}


def test_other_tables_are_not_blamed_for_an_unreadable_one(edit) -> None:
    folder = edit("sources", "news-2020,A story nobody used,", "news-2020,")
    assert lines(folder) == ["sources.csv:4: the row has 10 cells; 11 were expected, one per column"]
