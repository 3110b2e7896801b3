"""What do the ratings say?: the exhibits that readers see, and the sentences that lean on them."""

from __future__ import annotations

from typing import Any

import pytest
from chapter_cells import exhibits_of, references_of, text_of

from analysis.cells import Rating

PAGE = "record/ratings"


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    return exhibits_of(PAGE)


def test_every_reference_has_its_exhibit(shown):
    assert references_of(PAGE) <= set(shown)


def test_round_one_lists_all_services_with_a_stated_badge(shown):
    frame = shown["first-round"].frame
    assert len(frame) == 28
    assert all(isinstance(cell, Rating) for cell in frame["Overall rating"])
    letters = [str(cell) for cell in frame["Overall rating"]]
    assert {label: letters.count(label) for label in set(letters)} == {
        "Good": 6,
        "Requires improvement": 21,
        "Inadequate": 1,
    }


def test_the_owner_figure_has_nine_rows_in_alphabetical_order(shown):
    owners = shown["first-round-owners"].data["owner"].drop_duplicates().tolist()
    assert owners == sorted(owners, key=str.casefold)
    assert len(owners) == 9


def test_no_drawing_joins_the_two_rounds_of_units(shown):
    assert len(shown["unit-ratings"].fig.axes) == 2
    assert "not a trend" in shown["unit-ratings"].note


def test_the_midlands_row_carries_what_the_label_hides(shown):
    frame = shown["rounds"].frame.set_index("Service")
    for service in (
        "Derbyshire, Leicestershire, Nottinghamshire and Rutland CRC",
        "Staffordshire and West Midlands CRC",
    ):
        row = frame.loc[service]
        assert [str(label) for label in row["First round; second round"]] == ["Requires improvement"] * 2
        assert row["Beneath the label, second report"][0] == "All four casework standards inadequate"


def test_known_standards_are_a_list_and_units_stand_apart_from_regions(shown):
    assert {"standards-rated", "standards-since-2022"} <= set(shown)
    assert not any(name.endswith("distribution") for name in shown)
    units = set(shown["units-twice"].frame["Unit"])
    assert units.isdisjoint(shown["regions"].frame["Region"])


def test_each_row_can_be_checked_at_its_source(shown):
    for name in ("first-round", "rounds", "units-twice", "regions", "standards-rated", "standards-since-2022"):
        frame = shown[name].frame
        column = "Source" if "Source" in frame else "Sources"
        assert all(bool(cell) for cell in frame[column]), name


def test_the_probability_is_explained_as_the_smallest_there_can_be():
    text = " ".join(text_of(PAGE).split())
    assert "No result could have given less." in text
    assert "caused" not in text
