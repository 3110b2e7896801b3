"""Key findings, misquoted figures and the landing figure follow the data and the rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis import data, key_findings, landing, misquoted
from analysis.key_findings import FINDINGS, KeyFinding, strength


@pytest.fixture(scope="module")
def d() -> data.Dataset:
    return data.load()


def test_a_source_that_is_official_and_read_there_is_strong(d: data.Dataset) -> None:
    assert strength(d, KeyFinding("a", "b", (("hmip-pr-2019-10-summary",),))) == "strong"


def test_one_newspaper_is_weak_and_two_publishers_of_one_fact_are_moderate(d: data.Dataset) -> None:
    news = d.sources[(d.sources["kind"] == "news") & (d.sources["status"] == "used")]
    first = news.iloc[0]
    other = news[news["publisher"] != first["publisher"]].iloc[0]
    one, two = first["source_id"], other["source_id"]
    assert strength(d, KeyFinding("a", "b", ((one,),))) == "weak"
    assert strength(d, KeyFinding("a", "b", ((one,),), full_set=True)) == "moderate"
    assert strength(d, KeyFinding("a", "b", ((one, two),))) == "moderate"
    assert strength(d, KeyFinding("a", "b", ((one,), (two,)))) == "weak"


def test_a_finding_is_as_strong_as_its_weakest_fact(d: data.Dataset) -> None:
    official, blog = "hmip-pr-2019-10-summary", "probationmatters-2017-11-pbr"
    assert strength(d, KeyFinding("a", "b", ((official, blog),))) == "strong"
    assert strength(d, KeyFinding("a", "b", ((official,), (blog,)))) == "weak"


def test_an_official_document_read_in_a_copy_is_not_strong(d: data.Dataset) -> None:
    copies = d.sources[d.sources["read_via"].notna() & d.sources["publisher"].eq("HM Inspectorate of Probation")]
    copies = copies[copies["status"] == "used"]
    assert len(copies)
    assert strength(d, KeyFinding("a", "b", ((copies["source_id"].iloc[0],),))) == "weak"


def test_an_unknown_source_is_refused(d: data.Dataset) -> None:
    with pytest.raises(KeyError):
        strength(d, KeyFinding("a", "b", (("no-such-source",),)))


def test_two_sources_that_relay_one_are_not_independent(d: data.Dataset) -> None:
    hearing = ("pac-2018-03-crc-contracts-concl", "guardian-2018-01-losses")
    assert strength(d, KeyFinding("a", "b", (hearing,))) == "weak"
    assert strength(d, KeyFinding("a", "b", (("wwo-2020-nps-central", "russellwebster-hmipnps20"),))) == "weak"
    assert set(key_findings.ORIGINS) <= set(d.sources["source_id"])


def test_the_pages_behind_the_second_round_each_rate_a_unit_inadequate(d: data.Dataset) -> None:
    units = d.inspections[(d.inspections["regime"] == "unit") & (d.inspections["round"] == "2")]
    low = units[(units["overall_rating"] == "inadequate") & (units["rating_basis"] == "stated")]
    assert set(key_findings.SECOND_ROUND) <= set(low["source_id"])
    assert len(low[low["source_id"].isin(key_findings.SECOND_ROUND)]) == 18


def test_the_weak_findings_are_those_on_posts_and_on_payments_and_the_claim_counts_the_others(d: data.Dataset) -> None:
    weak = [one.title for one in FINDINGS if strength(d, one) == "weak"]
    assert 8 <= len(FINDINGS) <= 12
    assert weak == [
        "Posts for officers stood vacant, before reunification and after",
        "Payments were projected to exceed the contracts' terms, and most companies forecast a loss",
    ]
    value = key_findings.key_findings_number(d)
    assert (value.k, value.n) == (8, 10)
    assert "8 strong, 2 weak" in key_findings.table_findings(d).headline


def test_the_findings_are_the_headings_of_the_chapter() -> None:
    text = (Path(__file__).parents[2] / "chapters/start/key-findings.md").read_text(encoding="utf-8")
    assert [line[4:] for line in text.splitlines() if line.startswith("### ")] == [one.title for one in FINDINGS]


def test_misquoted_figures_print_what_the_claims_say(d: data.Dataset) -> None:
    frame = misquoted.table_misquoted(d).frame
    said = " ".join(frame["What the source says"])
    for _, _, _, claims in misquoted.MISQUOTED:
        for one, _ in claims:
            assert misquoted.text(one(d)) in said
    assert "{" not in said
    assert "1 of 21 overall" in frame["What the source says"].iloc[0]


def test_misquoted_figures_say_whose_they_are_and_name_the_indicator_of_the_claim(d: data.Dataset) -> None:
    whose = misquoted.table_misquoted(d).frame["Whose figure"].tolist()
    assert whose[2] == ["Press, as relayed by On Probation Blog", "Ministry, as relayed by the press",
                        "Ministry, as relayed by On Probation Blog"]
    assert whose[0] == ["Inspectorate"]
    rows = d.live("indicators").set_index("indicator_id")
    for _, _, _, claims in misquoted.MISQUOTED:
        for one, name in claims:
            assert name is None or rows.loc[name, "source_id"] in one(d).sources


def test_the_landing_figure_counts_each_stated_rating_once(d: data.Dataset) -> None:
    counts = landing.overall_ratings(d)
    stated = d.inspections[d.inspections["rating_basis"] == "stated"]
    first = stated[(stated["regime"] == "rated") & (stated["round"] == "1")]
    units = stated[stated["regime"] == "unit"]
    assert counts["number"].sum() == len(first) + len(units)
    by_rating = counts.groupby("rating")["number"].sum()
    assert by_rating["good"] == (first["overall_rating"] == "good").sum() + (units["overall_rating"] == "good").sum()


def test_the_headline_of_the_landing_figure_keeps_to_one_instrument(d: data.Dataset) -> None:
    assert landing.chart_overall_ratings(d).headline == (
        "In 2018-19 1 of 21 companies and 5 of 7 divisions were rated good"
    )


def test_each_panel_of_the_landing_figure_has_an_axis_of_its_own(d: data.Dataset) -> None:
    counts = landing.overall_ratings(d)
    panels = {name: landing._bars(counts[counts["panel"] == name]) for name in landing.PANELS}
    axes = landing._draw(panels, "full").axes
    assert [ax.get_xlabel() for ax in axes] == list(landing.ASKED.values())
    assert [ax.get_xlim()[1] for ax in axes] == [22, 37, 43]
    assert all(len(ax.get_xticks()) > 3 for ax in axes)
