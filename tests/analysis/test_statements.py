"""Statements as tables print them: selection, depth, voices, quotation marks, order."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import data, statements
from analysis.data import Dataset
from analysis.statements import Depth


@pytest.fixture(scope="module")
def d() -> Dataset:
    return data.load()


def test_every_voice_and_relay_of_the_data_has_words(d):
    live = d.live("findings")
    assert set(live["speaker"]) <= set(statements.VOICES)
    assert set(live["relayed_by"].dropna()) <= set(statements.RELAYS)


def test_select_takes_only_live_statements_of_the_theme(d):
    frame = statements.select(d, ["unpaid_work"])
    coded = d.finding_themes.loc[d.finding_themes["theme"] == "unpaid_work", "finding_id"]
    assert set(frame["finding_id"]) == set(coded) & set(d.live("findings")["finding_id"])
    assert frame["displayable"].all()
    assert frame["merged_into"].isna().all()


def test_select_seeks_in_our_words_and_in_those_quoted_without_regard_to_case(d):
    assert "qi-0441" in set(statements.select(d, pattern="BESPOKE SERVICES")["finding_id"])
    assert statements.select(d, ["unpaid_work"], "zebra").empty


def test_depth_counts_a_source_once_and_says_what_is_about_no_inspection(d):
    frame = statements.chosen(d, ["qi-0394", "qi-0395", "qi-0398", "sys-0012"])
    assert statements.depth_of(d, frame) == Depth(4, 1, 3, 3, 1)


def test_depth_words_leave_out_the_service_at_large_where_nothing_is_about_it():
    assert "at large" not in Depth(2, 2, 2, 2, 0).words()
    assert "the service at large (1 statement)" in Depth(3, 2, 2, 2, 1).words()


def test_quotation_marks_hold_the_fragment_and_nothing_else(d):
    row = statements.chosen(d, ["qi-0200"]).iloc[0]
    words = statements.said(row)
    assert words.endswith(f"(\N{LEFT DOUBLE QUOTATION MARK}{row['fragment']}\N{RIGHT DOUBLE QUOTATION MARK}).")
    assert "\N{LEFT DOUBLE QUOTATION MARK}" not in statements.said(statements.chosen(d, ["rr1-056"]).iloc[0])


def test_voice_names_the_relay(d):
    rows = statements.chosen(d, ["qi-0382", "rr1-056"])
    assert [statements.voice_words(row) for _, row in rows.iterrows()] == [
        "Inspectorate, as relayed by a commentator", "Inspectorate",
    ]  # fmt: skip


def test_an_unknown_voice_is_refused():
    with pytest.raises(KeyError):
        statements.voice_words(pd.Series({"speaker": "ghost", "relayed_by": None}))


def test_a_part_is_named_as_a_part(d):
    gwent, whole = statements.chosen(d, ["qi-0373", "qi-0200"]).iloc
    assert statements.subject_and_report(d, gwent) == ["Wales CRC (Gwent only)", "19 April 2017"]
    assert statements.subject_and_report(d, whole) == ["South Yorkshire CRC", "29 March 2019"]


def test_samples_and_the_four_counties_are_shortened(d):
    sample, counties = statements.chosen(d, ["qi-0294", "rr1-110"]).iloc
    assert statements.subject(d, sample) == "Early implementation, fifth report"
    assert statements.subject(d, counties) == "BeNCH CRC"


def test_what_is_about_no_inspection_is_dated_by_its_source(d):
    row = statements.chosen(d, ["sys-0224"]).iloc[0]
    assert statements.subject_and_report(d, row) == ["Probation trusts", "July 2011"]


def test_chosen_refuses_what_may_not_be_shown(d):
    with pytest.raises(KeyError, match="qi-0001"):
        statements.chosen(d, ["qi-0200", "qi-0001"])


def test_order_is_that_of_the_reports(d):
    frame = statements.by_date(d, statements.chosen(d, ["rr2-crc-northumbria-2020-02-03", "qi-0372", "sys-0135"]))
    assert list(frame["finding_id"]) == ["sys-0135", "qi-0372", "rr2-crc-northumbria-2020-02-03"]


@settings(max_examples=20, deadline=None)
@given(st.permutations(["qi-0394", "qi-0372", "rr1-010", "qi-0208", "sys-0012"]))
def test_order_does_not_depend_on_the_order_given(names):
    d = _once()
    expected = statements.by_date(d, statements.chosen(d, sorted(names)))
    assert list(statements.by_date(d, statements.chosen(d, names))["finding_id"]) == list(expected["finding_id"])


def test_a_withheld_statement_never_reaches_a_table(d):
    findings = d.findings
    findings.loc[findings["finding_id"] == "qi-0441", "displayable"] = False
    fewer = replace(d, tables=d.tables | {"findings": findings})
    before, after = (statements.select(x, pattern="Bespoke services") for x in (d, fewer))
    assert len(before) - len(after) == 1


_held: list[Dataset] = []


def _once() -> Dataset:
    if not _held:
        _held.append(data.load())
    return _held[0]
