"""Key findings, misquoted figures and the landing figure follow the data and the rule."""

from __future__ import annotations

import pytest

from analysis import data, key_findings, landing, misquoted
from analysis.key_findings import FINDINGS, KeyFinding, strength


@pytest.fixture(scope="module")
def d() -> data.Dataset:
    return data.load()


def test_a_source_that_is_official_and_read_there_is_strong(d: data.Dataset) -> None:
    assert strength(d, KeyFinding("a", "b", ("hmip-pr-2019-10-summary",))) == "strong"


def test_one_newspaper_is_weak_and_two_publishers_are_moderate(d: data.Dataset) -> None:
    news = d.sources[(d.sources["kind"] == "news") & (d.sources["status"] == "used")]
    first = news.iloc[0]
    other = news[news["publisher"] != first["publisher"]].iloc[0]
    assert strength(d, KeyFinding("a", "b", (first["source_id"],))) == "weak"
    assert strength(d, KeyFinding("a", "b", (first["source_id"],), full_set=True)) == "moderate"
    assert strength(d, KeyFinding("a", "b", (first["source_id"], other["source_id"]))) == "moderate"


def test_an_official_document_read_in_a_copy_is_not_strong(d: data.Dataset) -> None:
    copies = d.sources[d.sources["read_via"].notna() & d.sources["publisher"].eq("HM Inspectorate of Probation")]
    copies = copies[copies["status"] == "used"]
    assert len(copies)
    assert strength(d, KeyFinding("a", "b", (copies["source_id"].iloc[0],))) == "weak"


def test_an_unknown_source_is_refused(d: data.Dataset) -> None:
    with pytest.raises(KeyError):
        strength(d, KeyFinding("a", "b", ("no-such-source",)))


def test_no_key_finding_is_weak_and_the_claim_counts_them(d: data.Dataset) -> None:
    strengths = [strength(d, one) for one in FINDINGS]
    assert 8 <= len(FINDINGS) <= 12
    assert "weak" not in strengths
    value = key_findings.key_findings_number(d)
    assert (value.k, value.n) == (len(strengths), len(FINDINGS))


def test_misquoted_figures_print_what_the_claims_say(d: data.Dataset) -> None:
    frame = misquoted.table_misquoted(d).frame
    said = " ".join(frame["What the source says"])
    for _, _, _, claims in misquoted.MISQUOTED:
        for one in claims:
            assert misquoted.text(one(d)) in said
    assert "{" not in said


def test_the_landing_figure_counts_each_stated_rating_once(d: data.Dataset) -> None:
    counts = landing.overall_ratings(d)
    stated = d.inspections[d.inspections["rating_basis"] == "stated"]
    first = stated[(stated["regime"] == "rated") & (stated["round"] == "1")]
    units = stated[stated["regime"] == "unit"]
    assert counts["number"].sum() == len(first) + len(units)
    by_rating = counts.groupby("rating")["number"].sum()
    assert by_rating["good"] == (first["overall_rating"] == "good").sum() + (units["overall_rating"] == "good").sum()
