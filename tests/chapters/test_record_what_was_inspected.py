"""What was inspected?: the exhibits that readers see, and the sentences that lean on them."""

from __future__ import annotations

from typing import Any

import pytest
from chapter_cells import exhibits_of, references_of, text_of

from analysis import data

PAGE = "record/what-was-inspected"


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    return exhibits_of(PAGE)


def test_every_reference_has_its_exhibit(shown):
    assert references_of(PAGE) <= set(shown)


def test_programmes_stand_in_the_order_in_which_they_began(shown):
    frame = shown["programmes"].frame
    years = [str(words)[:4] for words in frame["Reports"]]
    assert years == sorted(years)
    assert frame["Inspections here"].sum() == len(data.load().inspections)


def test_the_timeline_marks_the_pause_and_the_breaks(shown):
    words = {text.get_text() for text in shown["timeline"].fig.axes[0].texts}
    assert {"COVID-19", "short sentences added", "split", "reunified"} <= words


def test_every_gap_is_listed(shown):
    assert len(shown["gaps"].frame) == len(data.load().gaps)


def test_the_diagram_says_what_the_table_says(shown):
    boxes = shown["evidence-flow"].data.set_index("step")["rows"]
    table = shown["evidence-flow-tables"].frame.set_index("table")
    facts = table.drop(["Codes given by coders", "Themes of the codebook", "Rows checked against their page"])
    assert boxes["Kept in the dataset"] == facts["kept"].sum()
    assert boxes["Left out"] == facts["excluded"].sum()


def test_silence_is_said_to_be_no_evidence():
    text = " ".join(text_of(PAGE).split())
    assert "Silence here is not silence in a report." in text
