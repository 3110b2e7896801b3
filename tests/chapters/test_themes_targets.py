"""Hitting the target: the exhibits that readers see, and the sentences that lean on them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from chapter_cells import exhibits_of, references_of, text_of

from analysis.cells import Link

PAGE = "themes/targets"


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    return exhibits_of(PAGE)


def test_every_exhibit_is_referred_to_and_every_reference_has_its_exhibit(shown):
    assert references_of(PAGE) == set(shown)


def test_the_chapter_says_plainly_that_the_question_cannot_be_tested():
    text = " ".join(text_of(PAGE).split())
    assert "This record cannot test whether meeting measures goes with better casework." in text
    assert "cannot be tested here: {claim}`target_providers_both:words`" in text
    assert "A test would need" in text


def test_no_drawing_sets_measures_against_ratings(shown):
    for name in ("service-levels", "targets-met"):
        assert not [column for column in shown[name].data if "rating" in column.lower()]


def test_every_row_of_the_cases_links_to_its_sources(shown):
    for cell in shown["measures-and-casework"].frame["Sources"]:
        assert cell
        assert all(isinstance(link, Link) and "#source-" in link.target for link in cell)


def test_gwent_stands_on_both_sides(shown):
    column = shown["measures-and-casework"].frame.iloc[:, 0]
    assert [cell for cell in column if "Gwent" in cell[0]] == [
        ["Wales CRC (Gwent only)", "19 April 2017"],
        ["NPS Wales division (Gwent only)", "19 April 2017"],
    ]


def test_where_targets_are_not_known_to_be_met_the_table_says_so(shown):
    table = shown["measures-steering-work"]
    assert "whether the targets were met is not recorded" in table.subtitle
    assert re.search(r"four inspections and two thematic", table.headline)


def test_the_defence_of_measures_is_there():
    text = text_of(PAGE)
    counter = text[text.index("## Counter-evidence") : text.index("## What this cannot show")]
    for source in ("nao-2019-03-transcript", "hmip-pr-2018-11-nps-swsc", "probationmatters-2016-04-nao"):
        assert source in counter


def test_the_unions_share_of_fines_is_named_and_not_printed():
    text = text_of(PAGE)
    assert "cannot be reconciled" in text
    assert "71" not in text
