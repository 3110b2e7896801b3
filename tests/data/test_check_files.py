"""Damaged files: each gets a plain sentence with its file and line, and never a traceback."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.data import DATA, DataError, check, load


def lines(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder)]


def starting(folder: Path, start: str) -> str:
    """The one problem that begins so."""
    found = [line for line in lines(folder) if line.startswith(start)]
    assert len(found) == 1, f"{start!r} begins {len(found)} of {lines(folder)}"
    return found[0]


def test_a_right_folder_has_no_problem(tiny: Path) -> None:
    assert lines(tiny) == []


def test_missing_file(tiny: Path) -> None:
    (tiny / "ratings.csv").unlink()
    assert lines(tiny) == ["ratings.csv: the file is missing; every table of datapackage.json was expected"]


def test_a_folder_that_is_none_is_named(tiny: Path) -> None:
    assert lines(tiny / "nowhere") == [f"{tiny / 'nowhere'}: there is no such folder; a folder of data was expected"]
    file = tiny / "ratings.csv"
    assert lines(file) == [f"{file}: is a file; a folder of data was expected"]
    with pytest.raises(DataError, match="nowhere: there is no such folder"):
        load(tiny / "nowhere")


def test_an_unknown_type_is_the_schemas_fault(tiny: Path) -> None:
    path = tiny / "datapackage.json"
    text = path.read_text(encoding="utf-8")
    assert '"boolean"' in text
    path.write_text(text.replace('"boolean"', '"bool"', 1), encoding="utf-8")
    (line,) = lines(tiny)
    assert re.match(r"datapackage\.json: \w+\.\w+: unknown type 'bool'; ", line)


def test_missing_package(tiny: Path) -> None:
    (tiny / "datapackage.json").unlink()
    assert starting(tiny, "datapackage.json: the file is missing")


@pytest.mark.parametrize("text", ["{", "[]", '{"resources": [{"name": "x"}], "version": "1"}', '{"version": "1"}'])
def test_package_that_is_none(tiny: Path, text: str) -> None:
    (tiny / "datapackage.json").write_text(text, encoding="utf-8")
    assert starting(tiny, "datapackage.json: ")


def test_package_may_not_point_outside(tiny: Path) -> None:
    path = tiny / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"ratings.csv"', '"../ratings.csv"'), encoding="utf-8")
    assert "path of ratings" in starting(tiny, "datapackage.json: ")


def test_table_that_the_package_does_not_describe(tiny: Path) -> None:
    (tiny / "more.csv").write_text("a\n1\n", encoding="utf-8")
    assert starting(tiny, "more.csv: datapackage.json does not describe this table")


def test_empty_file(tiny: Path) -> None:
    (tiny / "voices.csv").write_bytes(b"")
    assert starting(tiny, "voices.csv:1: the file is empty")


def test_latin_1(tiny: Path) -> None:
    path = tiny / "findings.csv"
    path.write_bytes(path.read_bytes().replace(b"Leaders knew", "Caf\u00e9 owners knew".encode("latin-1")))
    assert starting(tiny, "findings.csv:3: the byte 0xe9 is not UTF-8")


def test_utf_16(tiny: Path) -> None:
    path = tiny / "gaps.csv"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-16")
    assert starting(tiny, "gaps.csv:1: the file is in UTF-16")


def test_byte_order_mark(tiny: Path) -> None:
    path = tiny / "gaps.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert lines(tiny) == ["gaps.csv:1: the file begins with a byte-order mark; plain UTF-8 was expected"]


def test_nul_bytes(tiny: Path) -> None:
    path = tiny / "ownership.csv"
    path.write_bytes(path.read_bytes().replace(b"Sodexo,private", b"Sodexo\0,private"))
    assert starting(tiny, "ownership.csv:3: the line holds a NUL byte")


def test_cut_off_in_the_middle_of_a_row(tiny: Path) -> None:
    path = tiny / "sources.csv"
    path.write_bytes(path.read_bytes()[:-40])
    found = lines(tiny)
    assert any(line.startswith("sources.csv:4: the row has ") and "11 were expected" in line for line in found), found
    assert any(line.startswith("sources.csv:4: the last line has no line end") for line in found), found


def test_cut_off_between_rows_is_seen_by_the_keys(edit) -> None:
    folder = edit("sources", "news-2019,A story,The Northshire News,2019-03,,false,news,,opening,used,\n", "")
    assert starting(folder, "ratings.csv:2: source_id: 'news-2019' is not in sources.csv; did you mean 'news-2020'?")


def test_line_that_lost_a_comma(edit) -> None:
    folder = edit("metrics", "people,neither", "people neither")
    assert starting(folder, "metrics.csv:2: the row has 5 cells; 6 were expected")


def test_stray_comma(edit) -> None:
    folder = edit("metrics", "Posts not filled.", "Posts, not filled.")
    assert starting(folder, "metrics.csv:3: the row has 7 cells; 6 were expected")


def test_blank_line(edit) -> None:
    folder = edit("voices", "inspectorate,The", "\ninspectorate,The")
    assert starting(folder, "voices.csv:3: the line is blank")


def test_unclosed_quotation_mark(edit) -> None:
    folder = edit("findings", "A member of staff", '"A member of staff')
    assert starting(folder, "findings.csv:4: a quotation mark opened in this row is never closed")


def test_quotation_mark_closed_too_early(edit) -> None:
    folder = edit("findings", '"Staff, it says, were', '"Staff, it "says, were')
    assert starting(folder, "findings.csv:2: text follows a closing quotation mark")


def test_semicolons(tiny: Path) -> None:
    path = tiny / "standards.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    assert lines(tiny) == ["standards.csv:1: the columns are separated by semicolons; commas were expected"]


def test_tabs(tiny: Path) -> None:
    path = tiny / "standards.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", "\t"), encoding="utf-8")
    assert starting(tiny, "standards.csv:1: the columns are separated by tabs")


def test_missing_column(tiny: Path) -> None:
    path = tiny / "gaps.csv"
    path.write_text("gap_id,where_looked,table,note\ng-1,the report,inspections,\n", encoding="utf-8")
    assert starting(tiny, "gaps.csv:1: what: the header lacks this column")


def test_duplicated_column(edit) -> None:
    folder = edit("ratings", "judgement,scale", "judgement,judgement")
    found = lines(folder)
    assert any(
        line.startswith("ratings.csv:1: judgement: the header names this column more than once") for line in found
    )
    assert any(line.startswith("ratings.csv:1: scale: the header lacks this column") for line in found)


def test_misspelt_column(edit) -> None:
    folder = edit("ratings", "judgement", "judgment")
    message = "ratings.csv:1: judgment: datapackage.json describes no such column; did you mean 'judgement'?"
    assert message in lines(folder)


def test_windows_line_ends_are_read(tiny: Path) -> None:
    path = tiny / "voices.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert lines(tiny) == []


def test_lines_are_physical(edit) -> None:
    """The note of a rating runs over two lines, so the next row is one further down."""
    row = "crc-northshire-2019-03,staf,hmip-2019,good,four_point,stated,true,\n"
    folder = edit("ratings", 'on two lines"\n', f'on two lines"\n{row}')
    assert starting(folder, "ratings.csv:7: standard: 'staf' is not a standard").endswith("did you mean 'staff'?")


def test_load_refuses_what_check_finds(edit) -> None:
    folder = edit("ratings", "outstanding", "outstandin")
    with pytest.raises(DataError) as refused:
        load(folder)
    assert str(refused.value).splitlines() == [*lines(folder), "1 problem"]


def test_command_prints_at_most_200_lines_and_fails(tiny: Path) -> None:
    path = tiny / "voices.csv"
    rows = "".join(f"Voice {number},Voice,Voices\n" for number in range(300))
    path.write_text(path.read_text(encoding="utf-8") + rows, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "check", str(tiny)], cwd=DATA.parent, capture_output=True, text=True
    )
    printed = done.stdout.splitlines()
    assert done.returncode == 1
    assert done.stderr == ""
    assert printed[0].startswith("voices.csv:6: voice: 'Voice 0' has the wrong form")
    assert printed[-2:] == ["... and 100 more", "300 problems"]
    assert len(printed) == 202


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 600), junk=st.binary(max_size=12))
def test_no_damage_ends_in_a_traceback(tiny: Path, cut: int, junk: bytes) -> None:
    """Whatever bytes stand in a file, check answers with problems that name it, or with none."""
    path = tiny / "ratings.csv"
    whole = path.read_bytes()
    try:
        path.write_bytes(whole[:cut] + junk + whole[cut:])
        assert all(problem.message and problem.expected and "\n" not in problem.file for problem in check(tiny))
    finally:
        path.write_bytes(whole)
