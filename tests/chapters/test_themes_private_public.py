"""Private, public, reunified: what readers see, and what the chapter may not say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from chapter_cells import exhibits_of, references_of, text_of

PAGE = "themes/private-public"


@pytest.fixture(scope="module")
def shown() -> dict[str, Any]:
    return exhibits_of(PAGE)


def test_references_have_their_exhibits(shown):
    assert references_of(PAGE) <= set(shown)


def test_owners_are_named_on_the_drawing_not_only_coloured(shown):
    labels = [text.get_text() for text in shown["owners"].fig.axes[0].texts]
    for owner in ("ARCC", "Interserve", "MTCnovo / MTC", "PeoplePlus", "RRP", "Seetec", "Sodexo", "Working Links"):
        assert owner in labels
    assert labels.count("Sodexo") == 6


def test_early_cases_of_bristol_and_wales_stand_under_working_links(shown):
    frame = shown["rated-by-owner"].frame
    rows = frame[frame["Company"].str.startswith(("Bristol", "Wales")) & frame["Report"].str.contains("first")]
    assert set(rows["Owner"]) == {"Working Links"}


def test_every_row_of_money_has_a_date_a_voice_and_a_source(shown):
    frame = shown["money"].frame
    assert frame[["When, or for which period", "Whose figure", "Source"]].notna().all(axis=None)
    assert not frame["Amount"].str.contains("638").any()  # 467 and 171 added up


def test_both_measures_of_reoffending_are_given_with_baselines(shown):
    frame = shown["reoffending-rates"].frame
    assert set(frame["Measure" if "Measure" in frame else "measure"]) == {"Binary", "Frequency"}
    assert frame["Baseline" if "Baseline" in frame else "baseline"].notna().all()


def test_operators_are_heard_beside_the_inspectorate(shown):
    voices = shown["conclusions-reforms"].frame["Voice"]
    assert voices.str.startswith("Operator").sum() >= 5
    assert voices.str.startswith("Inspectorate").sum() >= 5


def test_no_cause_is_claimed():
    text = re.sub(r"\s+", " ", text_of(PAGE))
    assert "No effect of ownership can be read from these pages." in text
    assert not re.search(r"(privatisation|ownership|owners|companies) (caused|led to|improved|worsened)", text)
    assert "A causal claim would need" in text


def test_the_first_round_is_never_compared_without_its_reason():
    text = re.sub(r"\s+", " ", text_of(PAGE))
    for sentence in re.findall(r"[^.]*\{claim\}`crc_rated_good`[^.]*\.", text):
        assert "different people" in sentence
