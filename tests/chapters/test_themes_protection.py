"""Keeping people safe: what readers see, and what the chapter may not say."""

from __future__ import annotations

from typing import Any

import pytest
from chapter_cells import exhibits_of, references_of, text_of

PAGE = "themes/protection"


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    return exhibits_of(PAGE)


def test_references_have_their_exhibits(shown):
    assert references_of(PAGE) <= set(shown)


def test_no_drawing_joins_programmes(shown):
    for name in ("protection-before-2021", "protection-units", "protection-regions"):
        chart = shown[name]
        assert chart.data["instrument"].nunique() == len(chart.fig.axes)
        assert not any(line.get_linestyle() not in ("None", "") for ax in chart.fig.axes for line in ax.lines)


def test_regions_are_never_drawn_with_the_units_whose_cases_they_reuse(shown):
    assert not set(shown["protection-units"].data["instrument"]) & set(shown["protection-regions"].data["instrument"])


def test_intervals_only_where_both_numbers_are_known(shown):
    frame = shown["protection-intervals"].data
    assert frame[["k", "n"]].notna().all(axis=None)
    assert "as if a simple random sample of that caseload" in " ".join(shown["protection-intervals"].subtitle.split())


def test_the_comparison_across_years_is_the_auditors(shown):
    text = text_of(PAGE)
    brief = text[text.index("## In brief") : text.index("## Before 2021")]
    assert "Auditors say" in brief
    assert "That comparison is theirs" in brief
    assert text.count("{claim}`protection_auditors`") == 1


def test_further_offences_are_drawn_in_two_populations(shown):
    assert len(shown["further-offence-reviews"].fig.axes) == 2
    assert "2014-15" not in shown["further-offence-reviews"].data["year"].tolist()


def test_depth_of_reading_stands_beside_the_statements():
    text = text_of(PAGE)
    limits = text[text.index("## What this cannot show") :]
    for claim in ("protection_statements", "protection_statement_inspections", "protection_statement_openings"):
        assert claim in limits
