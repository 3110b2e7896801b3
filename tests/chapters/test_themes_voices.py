"""Whose account is it: the exhibits as readers see them."""

from __future__ import annotations

import pytest
from chapter_cells import exhibits_of, references_of, text_of

PAGE = "themes/voices"


@pytest.fixture(scope="module")
def shown():
    return exhibits_of(PAGE)


def test_every_reference_has_its_exhibit(shown):
    assert references_of(PAGE) == set(shown)


def test_every_count_of_statements_says_inspections_sources_and_depth(shown):
    for name, one in shown.items():
        assert "statements about" in one.n, name
        assert "opening only" in one.n, name


def test_only_compared_voices_are_drawn(shown):
    frame = shown["voices"].frame.set_index("Voice")
    drawn = set(shown["voice-topics"].data["speaker"])
    assert drawn == set(frame.index[frame["Treatment"] == "compared"])
    assert drawn < set(frame.index)
    assert drawn == set(shown["voices-by-target"].frame.columns) - {"What it is about"}


def test_negative_operators_are_listed_line_by_line_with_their_sources(shown):
    frame = shown["operators-negative"].frame
    total = shown["voices-by-target"].frame["Owners and companies"].dropna().str.split(" of ").str[0].astype(int).sum()
    assert len(frame) == total
    assert frame["Source"].notna().all()


def test_the_defence_has_both_sides(shown):
    text = text_of(PAGE).split("## Counter-evidence")[1]
    assert "table_defence" in text
    assert {"Borne out by", "Disputed by"} <= set(shown["operators-defence"].frame.columns)
