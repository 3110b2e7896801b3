"""The leadership dichotomy: the exhibits that readers see, and the sentences that lean on them."""

from __future__ import annotations

from typing import Any

import pytest
from chapter_cells import exhibits_of, references_of, text_of

from analysis.cells import Link
from analysis.exhibits import Rating

PAGE = "themes/leadership"


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    return exhibits_of(PAGE)


def test_every_exhibit_is_referred_to_and_every_reference_has_its_exhibit(shown):
    assert references_of(PAGE) <= set(shown)
    assert set(shown) - references_of(PAGE) <= {"leadership-answers"}


def test_blanks_are_shown_and_ratings_of_two_programmes_never_meet(shown):
    rated, since = shown["leadership-rated"].frame, shown["leadership-since-2022"].frame
    blanks = [cell[0] for frame in (rated, since) for cell in frame["Casework and sources"]]
    assert blanks.count("Ratings not found") == 7
    assert not any("NPS" in name or "CRC" in name for name in since["Service, report"])


def test_every_row_can_be_checked_at_its_source(shown):
    for name, table in shown.items():
        last = table.frame.iloc[:, -1]
        assert all(any(isinstance(part, Link) for part in cell) for cell in last), name


def test_south_yorkshires_leadership_is_called_our_inference():
    text = " ".join(text_of(PAGE).split())
    assert "That leadership was *rated* outstanding is our inference from those words" in text


def test_no_high_leadership_rating_stands_beside_a_named_casework_rating(shown):
    """In brief says none does; the tables must bear it out."""
    for name in ("leadership-rated", "leadership-since-2022"):
        columns = shown[name].frame[["Leadership; overall", "Casework and sources"]]
        for (leader, _), cell in columns.itertuples(index=False):
            high = not isinstance(leader, Rating) or leader.rating in ("good", "outstanding")
            named = cell[0] != "Ratings not found" and "none by name" not in cell[0]
            assert not (high and named), (name, leader, cell)


def test_sentences_on_the_order_of_the_statements_hold(shown):
    """'All but the first row come from 2022 or later'."""
    years = [str(cell[1])[-4:] for cell in shown["leaders-and-work"].frame.iloc[:, 0]]
    assert years[0] == "2019"
    assert min(years[1:]) >= "2022"


def test_both_sides_are_quoted_by_their_voices(shown):
    voices = " ".join(str(cell[0]) for cell in shown["leadership-answers"].frame["Voice and source"])
    for voice in ("Inspectorate", "Operator", "Reader, not named", "Researchers"):
        assert voice in voices
