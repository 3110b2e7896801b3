"""Charts and tables: nothing is missing around them, and nothing in them can run."""

import csv
import io
import json
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from analysis.cells import columns_payload, csv_text, default_format, is_missing
from analysis.exhibits import Chart, Link, Rating, Table, extremes, listing, rating_cell, sentence
from analysis.style import RATING_ORDER, figure

ALT = "Bar chart: services by rating; highest good (2), lowest inadequate (1)."
FRAME = pd.DataFrame({"rating": ["good", "inadequate"], "services": [2, 1]})


def chart(**changes: Any) -> Chart:
    fig, ax = figure(height=1.5)
    ax.barh([0, 1], [2, 1])
    parts: dict[str, Any] = {
        "name": "ratings", "fig": fig, "headline": "Most were good", "subtitle": "Overall ratings, 2018-19", "alt": ALT,
        "data": FRAME, "sources": ["hmip-2019", "nao-2019"], "n": "3 inspections",
    }
    return Chart(**(parts | changes))


def table(frame: pd.DataFrame = FRAME, **changes: Any) -> Table:
    parts: dict[str, Any] = {"name": "ratings", "headline": "Most were good", "subtitle": "", "sources": ["hmip-2019"]}
    return Table(**(parts | {"frame": frame} | changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"alt": ""}, "30 characters"),
        ({"alt": "A bar chart."}, "30 characters"),
        ({"alt": "figures/ratings-of-all-services-2018-19.svg"}, "file name"),
        ({"headline": ALT}, "repeats the caption"),
        ({"subtitle": ALT.upper().rstrip(".")}, "repeats the caption"),
        ({"headline": " "}, "headline says what was found"),
        ({"name": "fig-ratings"}, "without fig- or tab-"),
        ({"name": "Ratings 1"}, "lower-case words"),
        ({"sources": []}, "at least one"),
        ({"sources": "hmip-2019"}, "list of source ids"),
        ({"sources": ["HM Inspectorate, 2019"]}, "not source ids"),
        ({"n": ""}, "what the figure is based on"),
        ({"data": FRAME.iloc[:0]}, "at least one row"),
        ({"row_header": ("rating", "service")}, "no column"),
        ({"row_header": ()}, "has a name"),
        ({"missing": " "}, "must say something"),
        ({"row_sources": ["hmip-2019"]}, "one source"),
        ({"row_sources": ["hmip-2019", "hmip-1066"]}, "among the sources"),
    ],
)
def test_a_chart_that_lacks_something_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        chart(**changes)


@pytest.mark.parametrize(
    ("frame", "changes", "message"),
    [
        (FRAME.iloc[:0], {}, "at least one row"),
        (FRAME, {"row_header": "service"}, "is no column"),
        (FRAME, {"missing": " "}, "must say something"),
        (FRAME.set_axis(["a", "a"], axis=1), {}, "its own"),
        (FRAME, {"sources": []}, "at least one"),
    ],
)
def test_a_table_that_lacks_something_is_refused(frame: pd.DataFrame, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        table(frame, **changes)


def body_of(exhibit: Chart | Table) -> tuple[str, dict[str, Any]]:
    opening, body, closing, rest = exhibit._repr_mimebundle_()["text/markdown"].split("\n")
    assert (closing, rest) == ("````", "")
    return opening, json.loads(body)


def test_a_chart_carries_all_that_the_page_needs() -> None:
    narrow, _ = figure("narrow", 2)
    opening, body = body_of(chart(narrow=narrow, note="Counts, not quality", sources=["b", "a", "b"]))
    assert opening == "````{chart} ratings"
    assert body["svg"].startswith("<?xml")
    assert 'width="244.8pt"' in body["narrow"]
    assert body["sources"] == ["b", "a"]
    assert body["csv"] == "rating,services\ngood,2\ninadequate,1\n"
    assert body["columns"][0] == {"label": "Rating", "align": "left", "cells": ["Good", "Inadequate"]}
    assert body["columns"][1] == {"label": "Services", "align": "right", "cells": ["2", "1"]}
    assert {body[key] for key in ("n", "note", "alt")} == {"3 inspections", "Counts, not quality", ALT}


def test_the_data_of_a_chart_says_what_names_a_row_and_why_a_cell_is_empty() -> None:
    _, body = body_of(chart())
    assert (body["row_header"], body["missing"]) == ([0], "not known")
    _, body = body_of(chart(row_header=("services", "rating"), missing="does not apply"))
    assert (body["row_header"], body["missing"]) == ([1, 0], "does not apply")


def test_jupyter_sees_a_picture_and_a_plain_text() -> None:
    bundle = chart(headline="<b>bold</b> & loud")._repr_mimebundle_()
    assert 'src="data:image/svg+xml;base64,' in bundle["text/html"]
    assert "&lt;b&gt;bold" in bundle["text/html"]
    assert ALT in bundle["text/plain"]
    assert "Most were good" in table()._repr_mimebundle_()["text/html"]


def test_a_notebook_shows_words_for_ratings_lists_and_what_is_missing_with_note_basis_and_sources() -> None:
    frame = pd.DataFrame({
        "service": ["London", "Wales"], "rating": ["requires_improvement", None],
        "cases": pd.array([40, None], "Int64"),
        "source": [[Link("A & b", "a/sources#source-a"), Link("Web", "https://w.eu/?a&b")], []],
    })
    page = table(frame, n="2 inspections", note="A note")._repr_mimebundle_()["text/html"]
    shown = BeautifulSoup(page, "html.parser")
    assert shown.caption.get_text() == "Most were good"
    assert [cell.get_text() for cell in shown.select("tbody td")] == [
        "Requires improvement", "40", "A & b; Web", "not known", "–", "not known"]
    assert [link["href"] for link in shown.select("a")] == ["https://w.eu/?a&b"], "a notebook has no other page"
    assert [line.get_text() for line in shown.select("p")] == [
        "Source (source_id): hmip-2019.", "Based on 2 inspections. A note."]
    drawn = BeautifulSoup(chart(note="Counts")._repr_mimebundle_()["text/html"], "html.parser")
    assert [line.get_text() for line in drawn.select("p")] == [
        "Sources (source_id): hmip-2019, nao-2019.", "Based on 3 inspections. Counts."]
    assert [cell.get_text() for cell in drawn.select("tbody th")] == ["Good", "Inadequate"]
    many = table(sources=[f"s-{k}" for k in range(6)])._repr_mimebundle_()["text/html"]
    assert "<summary>Sources (6, by source_id)</summary>s-0, s-1" in many


@given(st.text(max_size=80))
def test_no_text_can_end_the_directive(text: str) -> None:
    frame = pd.DataFrame({"place": ["x", text], "n": [1, 2]})
    _, body = body_of(table(frame, headline=f"a {text}", note=text))
    assert body["headline"] == f"a {text}".strip()
    assert body["columns"][0]["cells"][1] == (text if text.strip() else None)


def test_cells_of_every_kind() -> None:
    frame = pd.DataFrame(
        {
            "service": ["London", "Wales", "Kent"],
            "year": [2018, 2019, 2020],
            "caseload": pd.array([34000, None, 6500], dtype="Int64"),
            "alpha": [0.456, 1.0, None],
            "share": [12.345, 60.0, 7.0],
            "whole": pd.array([True, False, None], dtype="boolean"),
            "published": pd.to_datetime(["2018-03-08", None, "2017-11-09"]),
            "verdict": [rating_cell("good"), rating_cell(pd.NA), Rating("requires_improvement")],
            "source": [Link("Report", "https://example.org/a?b=1"), [Link("Here", "#tab-x"), "blog"], []],
        }
    )
    columns = {c["label"]: c for c in columns_payload(frame, {"alpha": "Agreement"})}
    assert columns["Year"]["cells"] == ["2018", "2019", "2020"]
    assert columns["Caseload"]["cells"] == ["34,000", None, "6,500"]
    assert columns["Agreement"]["cells"] == ["0.46", "1.00", None]
    assert columns["Share"]["cells"] == ["12.3", "60.0", "7.0"]
    assert columns["Whole"]["cells"] == ["yes", "no", None]
    assert columns["Published"]["cells"] == ["8\xa0March\xa02018", None, "9\xa0November\xa02017"]
    assert columns["Verdict"]["cells"][0] == {"rating": "good", "letter": "G", "text": "Good"}
    assert columns["Verdict"]["cells"][1] is None
    assert columns["Source"]["cells"][1] == {"list": [{"text": "Here", "href": "#tab-x"}, "blog"]}
    assert columns["Source"]["cells"][2] is None
    assert [c["align"] for c in columns.values()] == ["left", *["right"] * 4, *["left"] * 4]


def test_columns_obey_what_they_are_told() -> None:
    columns = columns_payload(FRAME, None, {"services": "left"}, {"services": "{} services".format})
    assert columns[1]["cells"] == ["2 services", "1 services"]
    assert columns[1]["align"] == "left"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"labels": {"place": "Place"}}, "no such column: place"),
        ({"labels": {"rating": "Services"}}, "its own label"),
        ({"labels": {"rating": " "}}, "its own label"),
        ({"align": {"rating": "middle"}}, "left or right"),
    ],
)
def test_wrong_columns_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        columns_payload(FRAME, **options)


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a b", "", "mailto:a@b.c", "x y#z"]
)
def test_a_link_goes_to_the_web_or_the_book(target: str) -> None:
    with pytest.raises(ValueError, match="a link goes to"):
        Link("words", target)


@pytest.mark.parametrize("target", ["https://a.example/b", "#tab-owners", "reference/sources#hmip-2019", "a/b"])
def test_good_links(target: str) -> None:
    assert str(Link("words", target)) == "words"


def test_a_link_needs_words_and_a_rating_a_name() -> None:
    with pytest.raises(ValueError, match="needs words"):
        Link(" ", "https://example.org")
    with pytest.raises(ValueError, match="inadequate, requires_improvement"):
        Rating("poor")
    assert [str(Rating(r)) for r in RATING_ORDER] == ["Inadequate", "Requires improvement", "Good", "Outstanding"]


def test_csv_cannot_run_in_a_spreadsheet() -> None:
    frame = pd.DataFrame({"=a": ["=HYPERLINK(1)", "@x", "-y", "plain"], "n": [-1.5, 2.0, None, 3.0]})
    rows = list(csv.reader(io.StringIO(csv_text(frame))))
    assert rows[0] == ["'=a", "n"]
    assert [row[0] for row in rows[1:]] == ["'=HYPERLINK(1)", "'@x", "'-y", "plain"]
    assert [row[1] for row in rows[1:]] == ["-1.5", "2", "", "3"]


def test_csv_holds_words_for_ratings_links_lists_and_iso_dates() -> None:
    frame = pd.DataFrame(
        {
            "r": [rating_cell("good")], "l": [[Link("a", "#x"), "b"]], "d": pd.to_datetime(["2018-03-08"]), "b": [True],
            "i": pd.array([4750], dtype="Int64"),
        }
    )
    assert csv_text(frame) == "r,l,d,b,i\nGood,a; b,2018-03-08,true,4750\n"


def test_csv_names_the_sources_that_rows_link_to() -> None:
    linked = [Link("HMI, 2019", "a/sources#source-hmip-1"), Link("HMI, 2019", "a/sources#source-hmip-2.x"), "b"]
    frame = pd.DataFrame({"w": [linked, Link("x", "#tab-x"), linked[0]], "v": [linked[1], None, linked[0]]})
    rows = list(csv.DictReader(io.StringIO(csv_text(frame))))
    assert [row["source_id"] for row in rows] == ["hmip-1;hmip-2.x", "", "hmip-1"]
    assert "source_id" not in csv_text(frame[1:2])
    known = frame.assign(source_id=["a", "b", "c"])
    assert [row["source_id"] for row in csv.DictReader(io.StringIO(csv_text(known)))] == ["a", "b", "c"]


def test_csv_of_a_register_of_sources_names_each_row() -> None:
    _, body = body_of(table(anchors=["source-a", "source-b"]))
    assert body["csv"] == "rating,services,source_id\ngood,2,a\ninadequate,1,b\n"
    _, body = body_of(table(anchors=["field-a", "field-b"]))
    assert body["csv"] == "rating,services\ngood,2\ninadequate,1\n"
    _, body = body_of(chart(row_sources=["nao-2019", "hmip-2019"]))
    assert body["csv"] == "rating,services,source_id\ngood,2,nao-2019\ninadequate,1,hmip-2019\n"
    assert len(body["columns"]) == 2, "in the CSV alone"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), min_size=1), min_size=1))
def test_csv_reads_back(texts: list[str]) -> None:
    rows = list(csv.reader(io.StringIO(csv_text(pd.DataFrame({"t": texts, "k": range(len(texts))})), newline="")))[1:]
    expected = ["" if is_missing(t) else f"'{t}" if t[0] in "=+-@\t" else t for t in texts]
    assert [row[0] for row in rows] == expected


def test_numbers_share_their_decimals() -> None:
    assert [default_format("x", [1.0, 2500.0])(v) for v in (1.0, 2500.0)] == ["1", "2,500"]
    assert default_format("x", [])("text") == "text"


def test_alt_text_is_composed_from_the_frame() -> None:
    frame = pd.DataFrame({"region": ["Wales", "London", "Kent", "East"], "pct": [12, 3.5, 12, None]})
    assert extremes(frame, "region", "pct", "%") == "highest Wales and Kent (12%), lowest London (3.5%)"
    assert extremes(frame.iloc[[0, 2]], "region", "pct", "%") == "all 12%"
    assert sentence("Bar chart", "vacancies.", "", "highest x") == "Bar chart: vacancies; highest x."
    with pytest.raises(ValueError, match="no row has a value"):
        extremes(frame.iloc[[3]], "region", "pct")


def test_listing() -> None:
    assert listing([]) == "none"
    assert listing(["a"]) == "a"
    assert listing("abc") == "a, b and c"
    assert listing("abcdefgh", most=4) == "a, b, c and 5 more"
