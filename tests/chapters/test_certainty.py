"""The chapters on certainty: what readers see says how sure it is, and of what."""

from __future__ import annotations

import pytest
from chapter_cells import exhibits_of, references_of, text_of

from analysis import bands, data, recoding
from analysis.exhibits import Chart


@pytest.fixture(scope="module")
def sampling():
    return exhibits_of("certainty/sampling")


def test_every_figure_is_read_for_the_reader(sampling):
    assert references_of("certainty/sampling") <= set(sampling)
    assert {name for name, one in sampling.items() if isinstance(one, Chart)} <= references_of("certainty/sampling")


def test_the_edges_shown_are_called_assumed_and_stand_in_the_call(sampling):
    chart = sampling["wrong-band"]
    assert "assum" in chart.subtitle
    assert "not found" in chart.note
    assert "edges=((50, 65, 80), (40, 60, 80), (25, 50, 75))" in text_of("certainty/sampling")
    assert set(chart.data["edges"]) == {bands.edge_words(edges) for edges in bands.ASSUMED}


def test_north_london_is_called_unverified_wherever_it_stands(sampling):
    row = sampling["cases-inspected"].frame.iloc[0]
    assert "north London" in row["Inspection"]
    assert row["Number given by"] == "Unverified objection"
    section = text_of("certainty/sampling").split("## The disputed cases of north London")[1].split("##")[0]
    assert "unverified" in section


def test_a_rise_of_ten_points_is_beyond_a_unit(sampling):
    frame = sampling["cases-needed"].frame.set_index("rise")
    assert frame["from 50%"].is_monotonic_decreasing
    assert frame.loc[10, "from 50%"] == 388


def test_the_chapter_on_coding_says_that_no_human_has_coded():
    text = " ".join(text_of("certainty/coding").split())
    assert "no human coder has yet checked a sample" in text
    assert "upper bound" in text.split("## What was coded")[0]


def test_weak_themes_are_marked_in_the_recount():
    d = data.load()
    shown = recoding.table_compared(d, frozenset({"workload"})).frame
    assert "Workload (too weak)" in set(shown["Theme"])
    assert shown["Settled"].is_monotonic_decreasing
