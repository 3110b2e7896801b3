"""Pages made from the data: nothing missing, nothing withheld, nothing that runs, every anchor once."""

import csv
import io
import re

import pytest
from bs4 import BeautifulSoup

from analysis import area_brief, area_command, area_page, areas, data, finder, inspection_pages
from analysis.markup import Html, inline, table, terms
from analysis.page_context import context

REGION = "region-south-central"


@pytest.fixture(scope="module")
def at():
    return context(data.load())


@pytest.fixture(scope="module")
def of(at):
    return area_page.record(at, REGION)


@pytest.fixture(scope="module")
def html(at, of):
    return {one.anchor: one.html for one in area_page.sections(at, of)}


@pytest.fixture(scope="module")
def entries(at):
    return BeautifulSoup("".join(html for *_, html in inspection_pages.programmes(at)), "html.parser")


def test_each_inspection_has_one_entry_under_its_id(at, entries):
    anchors = [one["id"] for one in entries.select("section.record-entry")]
    assert sorted(anchors) == sorted(at.data.inspections["inspection_id"])


def test_headings_of_entries_differ(entries):
    titles = [one.get_text() for one in entries.find_all("h3")]
    assert len(titles) == len(set(titles))


def test_an_entry_holds_what_is_recorded(at, entries):
    entry = entries.find(id="crc-south-yorkshire-2019-03")
    text = entry.get_text(" ")
    live = at.data.live("findings")
    for wording in live.loc[live["inspection_id"] == "crc-south-yorkshire-2019-03", "finding"]:
        assert wording.rstrip(".") in text
    assert "Requires improvement" in text
    assert "29 March 2019" in text
    assert "Sodexo" in text


def test_an_inferred_rating_says_so(at, entries):
    inferred = at.data.inspections[at.data.inspections["rating_basis"] == "inferred"]
    assert len(inferred)
    for key in inferred["inspection_id"]:
        assert "inferred, not stated" in entries.find(id=key).get_text(" ")


def test_a_number_that_was_inferred_says_so(entries):
    text = entries.find(id="crc-thames-valley-2020-01").get_text(" ")
    assert "Inferred for this book from: Inspectorate" in text


def test_withheld_statements_are_on_no_page(at, entries, html):
    findings = at.data.findings
    live = at.data.live("findings")
    shown = set(live["finding"])
    hidden = [one for one in findings.loc[~findings["displayable"].astype(bool), "finding"] if one not in shown]
    assert hidden
    text = entries.get_text(" ") + " ".join(html.values())
    assert not [one for one in hidden if one.rstrip(".") in text]


def test_addresses_of_sources_are_not_printed(entries, html):
    assert "http" not in entries.get_text(" ")
    assert not re.search(r'href="https?:', "".join(html.values()))


def test_an_areas_page_names_every_inspection_and_statement(at, of, html):
    for key in of.inspections["inspection_id"]:
        assert f"chapters/places/inspections#{key}" in html["inspections"]
    soup = BeautifulSoup(html["statements"], "html.parser")
    assert len(soup.select(".record-statements > li")) == len(of.findings)
    sections = [one["id"] for one in BeautifulSoup(html["services"], "html.parser").select("section.record-service")]
    assert sections == list(of.organisations["organisation_id"])


def test_theme_counts_add_up(of, html):
    rows = BeautifulSoup(html["themes"], "html.parser").select("tbody tr")
    assert sum(int(row.select("td")[-1].get_text()) for row in rows) == len(of.findings)


def test_what_is_missing_is_said(html):
    assert "never stated" in html["missing"]  # Thames Valley 2020, reached by elimination
    assert "looked for in" in html["missing"]


def test_the_csv_holds_a_row_for_each_fact(at, of):
    rows = list(csv.DictReader(io.StringIO(area_page.everything(at, of))))
    kinds = [row["kind"] for row in rows]
    assert kinds.count("inspection") == len(of.inspections) + len(of.elsewhere)
    assert [row["inspection_id"] for row in rows if row["what"].endswith("outside the area")] == [
        "nps-south-west-south-central-2017-08"
    ]
    assert kinds.count("statement") == len(of.findings)
    assert kinds.count("number") == len(of.numbers)
    assert all(row["source_id"] for row in rows if row["kind"] in ("number", "statement", "owner"))


def test_every_table_has_caption_scope_and_a_name_for_scrolling(html, entries):
    for one in [*entries.find_all("table"), *BeautifulSoup("".join(html.values()), "html.parser").find_all("table")]:
        assert one.caption.get_text(strip=True)
        assert all(cell.get("scope") for cell in one.find_all("th"))
        assert one.parent["tabindex"] == "0"
        assert one.parent["aria-label"]


def test_scrolling_regions_differ_in_name(html, entries):
    for page in (entries, BeautifulSoup("".join(html.values()), "html.parser")):
        names = [one["aria-label"] for one in page.select(".table-scroll")]
        assert len(names) == len(set(names))


def test_no_style_and_no_script(html, entries):
    assert not re.search(r"<script| style=| on\w+=", str(entries) + "".join(html.values()))


def test_a_brief_gets_shorter_and_numbers_its_sources(at, of):
    made = area_brief.lengths(at, of)
    assert sorted(map(len, made), reverse=True) == [len(one) for one in made]
    soup = BeautifulSoup(made[0], "html.parser")
    cited = {int(one.get_text().strip("[]")) for one in soup.select(".ref")}
    assert cited == set(range(1, len(soup.select(".sources li")) + 1))


def test_a_brief_keeps_the_stated_rating_beside_a_later_inspection_without(at):
    def rows(region):
        html = area_brief.latest(area_page.record(at, region), lambda _: Html(""))
        return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")]
                for row in BeautifulSoup(html, "html.parser").select("tbody tr")]  # fmt: skip

    kent = [row for row in rows("region-kent-surrey-sussex") if row[0] == "Kent, Surrey and Sussex region"]
    assert [row[1] for row in kent] == ["29 January 2026", "9 May 2024"]
    assert kent[0][2:] == ["public protection work across the region", "none in this programme"]
    assert kent[1][3].endswith("Requires improvement")
    hampshire = [row for row in rows(REGION) if row[0] == "Hampshire and Isle of Wight CRC"]
    assert hampshire[-1][3].endswith("Good")


def test_a_brief_takes_one_statement_from_an_inspection(of):
    chosen = area_brief.latest_statements(of, "negative", 4)
    assert chosen["inspection_id"].is_unique
    assert (chosen["speaker"] == "inspectorate").all()


def test_one_area_as_plain_values(at):
    made = area_command.area(at, REGION)
    assert made["title"] == "South Central"
    assert made["chart"]["name"] == f"{REGION}-timeline"
    assert "Thames Valley" in made["names"]


def test_the_finder_names_every_organisation_and_place(at):
    made = finder.entries(at)
    assert finder.reachable(at.data, made)["named"].all()
    assert set(at.data.places["place"]) <= {one.name for one in made}
    names = [one.name for one in made]
    assert len(names) == len(set(names))


def test_every_inspection_is_three_clicks_away(at):
    direct = finder.listed(finder.entries(at))
    for row in at.data.inspections.to_dict("records"):
        page = at.pages.get(row["organisation_id"])
        assert page in areas.region_ids(at.data) or f"inspections#{row['inspection_id']}" in direct


def test_a_town_leads_to_its_unit_and_its_area(at):
    barnsley = next(one for one in finder.entries(at) if one.name == "Barnsley")
    assert [one.target.rpartition("/")[2] for one in barnsley.targets] == [
        "region-yorkshire-humber#pdu-barnsley-rotherham", "region-yorkshire-humber",
    ]  # fmt: skip


def test_text_is_escaped_and_html_kept():
    assert inline("<b>&") == "&lt;b&gt;&amp;"
    assert inline(Html("<b>x</b>")) == "<b>x</b>"
    assert "missing" in inline(None)
    assert "<dt>b</dt>" not in terms({"a": "x", "b": ""})


def test_an_empty_table_is_refused(of):
    with pytest.raises(ValueError, match="at least one row"):
        table(of.owners.iloc[:0], "None")
