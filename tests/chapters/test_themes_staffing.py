"""Who does the work: the exhibits that readers see, and the sentences that lean on them."""

from __future__ import annotations

from typing import Any

import pytest
from chapter_cells import exhibits_of, references_of, text_of

from analysis.exhibits import Chart

PAGE = "themes/staffing"


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    return exhibits_of(PAGE)


def test_every_reference_has_its_exhibit_and_every_picture_is_read_for_the_reader(shown):
    assert references_of(PAGE) <= set(shown)
    assert {name for name, one in shown.items() if isinstance(one, Chart)} <= references_of(PAGE) | {"leaving-sickness"}


def test_no_figure_draws_a_bound_as_a_measurement(shown):
    for name in ("staff-experience", "caseloads", "workload-measures", "workload-views"):
        frame = shown[name].data
        open_ended = frame[frame["bound"] != "exact"]
        assert len(open_ended), name
        assert not open_ended["said"].str.fullmatch(r"[\d.]+%?").any(), name


def test_vacancies_by_region_are_never_set_against_ratings(shown):
    assert set(shown["vacancies-regions"].data.columns) == {"region", "vacancies"}
    assert not any("region" in str(cell[0]) for cell in shown["staffing-ratings"].frame.iloc[:, 0])


def test_both_lists_of_counter_examples_stand_under_counter_evidence(shown):
    text = text_of(PAGE)
    _, after = text.split("## Counter-evidence")
    assert after.index("table_enough") < after.index("table_short") < after.index("## What this cannot show")
    assert len(shown["enough-staff"].frame) > 0
    assert len(shown["short-staff"].frame) > 0


def test_the_share_of_qualified_staff_is_nowhere_made_from_numbers_without_a_total(shown):
    assert "no total from which to make a share" in text_of(PAGE)
    assert not shown["staff-experience"].data["value"].eq(16.7).any()


def test_ratings_by_elimination_are_in_no_table(shown):
    cells = [str(cell) for name in ("staffing-ratings", "enough-staff", "short-staff")
             for cell in shown[name].frame.iloc[:, 0]]  # fmt: skip
    assert cells
    assert not any("elimination" in cell for cell in cells)
