"""What people received: the exhibits that readers see, and the sentences that lean on them."""

from __future__ import annotations

from typing import Any

import pytest
from chapter_cells import exhibits_of, references_of, text_of

from analysis.cells import Link, Rating

PAGE = "themes/services"


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    return exhibits_of(PAGE)


def test_every_exhibit_is_referred_to_and_every_reference_has_its_exhibit(shown):
    assert references_of(PAGE) == set(shown)


def test_every_count_of_statements_says_what_it_rests_on(shown):
    for name, table in shown.items():
        if name != "service-ratings":
            assert "statements about" in table.n, name
            assert "read through their opening only" in table.n, name


def test_every_statement_has_voice_and_source(shown):
    for table in shown.values():
        for cell in table.frame.get("Voice and source", []):
            voice, link = cell
            assert voice
            assert isinstance(link, Link)


def test_ratings_are_badges_and_keep_their_basis(shown):
    frame = shown["service-ratings"].frame
    assert all(isinstance(cell, Rating) for cell in frame["Rating"])
    assert "A list, not a sample" in shown["service-ratings"].note


def test_resettlement_reads_in_the_order_of_time(shown):
    column = list(shown["through-the-gate"].frame.iloc[:, 0])
    years = [int(cell[-1].split()[-1]) for cell in column]
    assert years == sorted(years)
    assert (years[0], years[-1]) == (2016, 2020)


def test_no_criticism_after_july_2019_as_the_prose_says(shown):
    frame = shown["through-the-gate"].frame
    column = list(frame.iloc[:, 0])
    start = next(place for place, name in enumerate(column) if name[-1] == "July 2019")
    for words in frame["What was said"].iloc[start:]:
        assert any(word in words for word in ("good", "improved", "top rating", "strongest")), words


def test_the_effect_of_the_money_is_left_to_the_inspectorate():
    text = " ".join(text_of(PAGE).split())
    assert "That is its judgement." in text
    assert "nothing here can test it" in text
