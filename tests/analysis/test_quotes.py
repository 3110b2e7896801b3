"""Quotations are proved by their receipts, and an edited one never is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.__main__ import main
from analysis.data import DATA
from analysis.quotes import (
    COLUMNS,
    Text,
    digest,
    locate,
    make_receipts,
    normalise,
    provable,
    prove,
    read_receipts,
    read_rows,
    read_texts,
    standing_there,
    write_receipts,
)

REPORT = (
    "Inspectors found that \u201cleaders knew\u201d of the back\u2010log\u2014and\n\n  DID  little. Part of it stayed."
)
RELEASE = "Staff told us: leaders knew of the backlog; caseloads were \u2018too high\u2019 for them."
WORDS = st.text(st.characters(codec="utf-8", categories=("Ll", "Lu", "Nd")), min_size=1, max_size=8)


def text(name: str, words: str) -> Text:
    return Text(name, normalise(words), digest(words))


def finding(key: str, fragment: str, source: str = "report") -> dict[str, str]:
    return {"finding_id": key, "fragment": fragment, "source_id": source}


@pytest.fixture
def texts() -> list[Text]:
    return [text("a.txt", REPORT), text("b.txt", RELEASE)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u2018Too  high\u2019", "'too\nhigh'"),
        ("\u201cso\u201d \u2013 it was \u2014 said", '"SO" - it was - said'),
        ("back\u2010log", "back-log"),
        ("\ufb01ne\u00a0work", "fine work"),
        ("Stra\u00dfe", "STRASSE"),
    ],
)
def test_marks_case_and_spaces_do_not_matter(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)
    assert digest(one) == digest(other)


@settings(deadline=None)
@given(st.text())
def test_normalised_text_has_plain_marks_and_single_spaces(words: str) -> None:
    plain = normalise(words)
    assert plain == " ".join(plain.split())
    assert not set(plain) & set("\u2018\u2019\u201c\u201d\u2010\u2013\u2014")
    assert normalise(f"  {words}\n") == plain


def test_a_fragment_is_located_by_words(texts: list[Text]) -> None:
    assert locate("leaders knew\u201d of the back-log", texts[0]) == (3, 5)
    assert locate("Inspectors found", texts[0]) == (0, 2)
    assert locate("did little", texts[0]) == (8, 2)
    assert locate("art of it", texts[0]) is None
    assert locate("part of it stay", texts[0]) is None
    assert locate("", texts[0]) is None


@settings(deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=30), st.data())
def test_what_is_cut_from_a_text_is_found_where_it_was_cut(words: list[str], data: st.DataObject) -> None:
    whole = text("t", " ".join(words))
    tokens = whole.normalised.split(" ")
    assume(len(tokens) == len(words))
    start = data.draw(st.integers(0, len(tokens) - 1))
    end = data.draw(st.integers(start + 1, len(tokens)))
    fragment = " ".join(tokens[start:end])
    place = locate(fragment, whole)
    assert place is not None
    offset, count = place
    assert offset <= start
    assert fragment in " ".join(tokens[offset : offset + count])


def test_receipts_hold_hashes_and_places_and_no_words(texts: list[Text]) -> None:
    (receipt,) = make_receipts([finding("f-1", "of the back-log")], texts)
    assert receipt.finding_id == "f-1"
    assert receipt.text_sha256 == texts[0].sha256
    assert (receipt.word_offset, receipt.words) == (5, 3)
    assert re.fullmatch("[0-9a-f]{64}", receipt.fragment_sha256)


def test_a_fragment_in_two_texts_belongs_to_the_one_its_source_is_quoted_from(texts: list[Text]) -> None:
    rows = [
        finding("r-1", "Staff told us", "release"),
        finding("r-2", "leaders knew of the", "release"),
        finding("r-3", "caseloads were 'too high'", "release"),
    ]
    both = [text("0.txt", "It says leaders knew of the thing."), texts[1]]
    assert {receipt.text_sha256 for receipt in make_receipts(rows, both)} == {texts[1].sha256}


def test_proofs(texts: list[Text]) -> None:
    rows = [
        finding("f-1", "of the back-log"),
        finding("f-2", "leaders knew", "release"),
        finding("f-3", "caseloads were too high for them", "other"),
        finding("f-4", ""),
    ]
    receipts = make_receipts(rows, texts)
    assert [receipt.finding_id for receipt in receipts] == ["f-1"]
    proofs = {proof.finding_id: (proof.outcome, proof.reason) for proof in prove(rows, receipts, texts)}
    assert proofs == {
        "f-1": ("proved", ""),
        "f-2": ("not proved", "under 3 words"),
        "f-3": ("not proved", "no text of its source was held when receipts were made"),
    }


@pytest.mark.parametrize("edited", ["of the backlog", "of that back-log", "of the back-log and", "the back-log of"])
def test_an_edited_fragment_fails(texts: list[Text], edited: str) -> None:
    receipts = make_receipts([finding("f-1", "of the back-log")], texts)
    (proof,) = prove([finding("f-1", edited)], receipts, texts)
    assert (proof.outcome, proof.reason) == ("failed", "differs from the fragment its receipt was made for")


def test_an_edited_fragment_fails_without_its_receipt_and_with_a_forged_one(texts: list[Text]) -> None:
    rows = [finding("f-1", "of the back-log"), finding("f-2", "little part of it")]
    receipts = make_receipts(rows, texts)
    assert [receipt.finding_id for receipt in receipts] == ["f-1"]
    outcomes = [(proof.outcome, proof.reason) for proof in prove(rows, receipts, texts)]
    assert outcomes == [("proved", ""), ("failed", "has no receipt, though others of its source have")]
    forged = replace(receipts[0], finding_id="f-2", fragment_sha256=digest("little part of it"))
    proof = prove(rows, [*receipts, forged], texts)[1]
    assert (proof.outcome, proof.reason) == ("failed", "does not stand at word 5 of a.txt")


def test_a_receipt_with_a_wrong_place_fails(texts: list[Text]) -> None:
    (receipt,) = make_receipts([finding("f-1", "of the back-log")], texts)
    assert standing_there("of the back-log", receipt, texts[0])
    for wrong in ({"word_offset": 4}, {"word_offset": 9999}, {"words": 2}):
        assert not standing_there("of the back-log", replace(receipt, **wrong), texts[0])


def test_a_changed_text_is_not_the_one_that_was_held(texts: list[Text]) -> None:
    rows = [finding("f-1", "of the back-log")]
    receipts = make_receipts(rows, texts)
    (proof,) = prove(rows, receipts, [text("a.txt", REPORT + " And more.")])
    assert (proof.outcome, proof.reason) == ("not proved", "the text that its receipt names is not in this folder")


def test_receipts_survive_their_file(texts: list[Text], tmp_path: Path) -> None:
    receipts = make_receipts([finding("f-2", "Staff told us"), finding("f-1", "of the back-log")], texts)
    write_receipts(receipts, tmp_path / "receipts.csv")
    assert read_receipts(tmp_path / "receipts.csv") == receipts
    assert (tmp_path / "receipts.csv").read_bytes().startswith(",".join(COLUMNS).encode() + b"\n")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A folder of data with two findings, and one of texts."""
    data, held = tmp_path / "data", tmp_path / "held"
    data.mkdir()
    held.mkdir()
    (data / "findings.csv").write_text(
        "finding_id,fragment,source_id\nf-1,of the back-log,report\nf-2,leaders knew,report\n", encoding="utf-8"
    )
    (held / "a.txt").write_text(REPORT, encoding="utf-8")
    return data, held


def run(capsys: pytest.CaptureFixture[str], held: Path, data: Path, *more: str) -> tuple[int, str]:
    """Exit code and output of `python -m analysis quotes`."""
    return main(["quotes", str(held), "--data", str(data), *more]), capsys.readouterr().out


def test_command_writes_proves_and_fails(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    data, held = folders
    assert run(capsys, held, data, "--write")[0] == 0
    assert run(capsys, held, data) == (0, "1 proved\n1 not proved: under 3 words\n0 failed\n")
    findings = data / "findings.csv"
    findings.write_text(findings.read_text(encoding="utf-8").replace("back-log", "backlogs"), encoding="utf-8")
    code, printed = run(capsys, held, data)
    assert code == 1
    assert printed.startswith("findings.csv: f-1: the fragment differs from the fragment its receipt was made for\n")


def test_command_says_when_there_are_no_texts(
    folders: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, held = folders
    assert run(capsys, tmp_path / "nowhere", data) == (1, f"{tmp_path / 'nowhere'}: there is no such folder\n")
    (held / "a.txt").unlink()
    assert run(capsys, held, data) == (1, f"{held}: the folder holds no .txt file\n")


def test_this_books_receipts_are_for_its_fragments_as_they_stand() -> None:
    fragments = {row["finding_id"]: row["fragment"] for row in read_rows(DATA / "findings.csv")}
    receipts = read_receipts(DATA / "receipts.csv")
    assert receipts
    assert read_texts(DATA) == []
    for receipt in receipts:
        assert provable(fragments[receipt.finding_id])
        assert digest(fragments[receipt.finding_id]) == receipt.fragment_sha256, receipt.finding_id
