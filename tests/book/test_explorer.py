"""The data explorer in a real browser, opened as a file: typing, sorting, filtering, sharing, downloading."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from explorer import classic_script
from playwright.sync_api import Browser, Locator, Page
from sphinx.errors import ExtensionError
from test_browser import PHONE, WIDE, opened, violations

from analysis import data, explorer

PAGE = "chapters/data/explorer.html"


def shown(page: Page, name: str, column: int) -> list[str]:
    """Cells of a column, as the table shows them now."""
    return page.locator(f"#table-{name} tbody tr > :nth-child({column})").all_inner_texts()


def total(page: Page, name: str) -> int:
    """How many rows fit, as the table says."""
    words = page.inner_text(f"#explore-{name} .dt-info").replace(",", "").split()
    return int(words[words.index("of") + 1]) if "of" in words else 0


@pytest.fixture(scope="module")
def frames() -> dict[str, explorer.Explorer]:
    d = data.load()
    return {view.name: view for view in (make(d) for make in explorer.ALL)}


def column(view: explorer.Explorer, label: str) -> list[str]:
    return view.frame[label].tolist()


def test_only_rows_that_may_be_shown(frames: dict[str, explorer.Explorer]) -> None:
    d = data.load()
    assert set(frames["inspections"].ids) == set(d.inspections["inspection_id"])
    assert set(frames["findings"].ids) == set(d.live("findings")["finding_id"])
    assert set(frames["indicators"].ids) == set(d.live("indicators")["indicator_id"])
    assert len(frames["ratings"].ids) == int(d.ratings["chosen"].sum())


def test_units_are_in_words(frames: dict[str, explorer.Explorer]) -> None:
    units = set(frames["indicators"].frame["Unit"])
    assert {"full-time equivalents", "pounds", "percent", "yes (1) or no (0)"} <= units
    assert not units & set(explorer.UNITS)


def test_anonymous_people_are_given_without_place_date_and_words(frames: dict[str, explorer.Explorer]) -> None:
    frame = frames["findings"].frame
    own = frame[frame["Voice"].isin(["Reader, not named", "Staff, not named"])]
    assert len(own)
    assert set(own["About"]) == {explorer.WITHHELD}
    assert set(own["Published"]) == {explorer.WITHHELD}
    assert not own["What was said"].str.contains("\N{LEFT DOUBLE QUOTATION MARK}").any()


def test_without_a_script_every_row_is_there(browser: Browser, html: Path, frames: dict) -> None:
    with opened(browser, html / PAGE, script=False) as page:
        for name, view in frames.items():
            assert page.locator(f"#table-{name} tbody tr").count() == len(view.ids)
            assert shown(page, name, 1) == column(view, view.columns[0].label)


def test_typing_finds_rows(browser: Browser, html: Path, frames: dict) -> None:
    with opened(browser, html / PAGE) as page:
        assert total(page, "inspections") == len(frames["inspections"].ids)
        page.fill("#search-inspections", "wales")
        fits = [row for row in frames["inspections"].frame.drop(columns="id").agg(" ".join, axis=1)
                if "wales" in row.lower()]
        assert 0 < len(fits) < 40
        assert total(page, "inspections") == len(fits)
        page.fill("#search-inspections", "no such service")
        assert "No row fits" in page.inner_text("#table-inspections")
        page.click("#explore-inspections button:has-text('Clear filters')")
        assert total(page, "inspections") == len(frames["inspections"].ids)
        assert page.notes["errors"] == []  # type: ignore[attr-defined]


def sort(page: Page, name: str, head: Locator, direction: str) -> None:
    """Click a heading, and wait until the table says that it is sorted: the library sorts after the click has ended."""
    head.click()
    page.wait_for_selector(f"#table-{name} th[aria-sort={direction}]")


def test_sorting_by_rating_and_by_value(browser: Browser, html: Path) -> None:
    with opened(browser, html / PAGE) as page:
        page.select_option("#inspections-programme", "Rated inspections")
        page.select_option("#inspections-rating-is", "stated")
        head = page.locator("#table-inspections thead th:has-text('Rating')").first
        sort(page, "inspections", head, "ascending")
        ranks = ["Inadequate", "Requires improvement", "Good", "Outstanding"]
        order = [ranks.index(rating) for rating in shown(page, "inspections", 4)]
        assert order == sorted(order)
        assert order[0] < order[-1]
        sort(page, "inspections", head, "descending")
        order = [ranks.index(rating) for rating in shown(page, "inspections", 4)]
        assert order == sorted(order, reverse=True)
        page.select_option("#indicators-unit", "cases")
        value = page.locator("#table-indicators thead th:has-text('Value')")
        sort(page, "indicators", value, "ascending")
        numbers = [float(text.split()[-1].replace(",", "")) for text in shown(page, "indicators", 4) if text]
        assert len(numbers) > 3
        assert numbers == sorted(numbers)


def test_filtering_by_one_of_several_themes(browser: Browser, html: Path, frames: dict) -> None:
    with opened(browser, html / PAGE) as page:
        page.select_option("#findings-themes", "Leadership")
        page.select_option("#findings-polarity", "positive")
        frame = frames["findings"].frame
        has = frame["Themes"].map(lambda text: "Leadership" in text.split("; "))
        expected = int((has & (frame["Polarity"] == "positive")).sum())
        assert expected > 5
        assert total(page, "findings") == expected


def test_a_view_is_shared_by_its_address(browser: Browser, html: Path) -> None:
    with opened(browser, html / PAGE) as page:
        page.fill("#search-findings", "caseload")
        page.select_option("#findings-polarity", "negative")
        head = page.locator("#table-findings thead th:has-text('Published')")
        sort(page, "findings", head, "ascending")
        sort(page, "findings", head, "descending")
        rows, count, address = shown(page, "findings", 2), total(page, "findings"), page.url
        copied = page.get_attribute("#explore-findings button[data-copy]", "data-copy")
    assert count > 5
    assert copied == address
    with opened(browser, html / PAGE) as other:
        other.goto(address)
        other.reload()
        assert other.input_value("#search-findings") == "caseload"
        assert other.input_value("#findings-polarity") == "negative"
        assert (shown(other, "findings", 2), total(other, "findings")) == (rows, count)
        other.evaluate("location.hash = 'inspections.search=wales'")
        other.wait_for_function("document.querySelector('#search-inspections').value === 'wales'")
        assert other.input_value("#search-findings") == ""


def test_an_address_that_means_nothing_does_no_harm(browser: Browser, html: Path, frames: dict) -> None:
    with opened(browser, html / PAGE) as page:
        page.goto((html / PAGE).resolve().as_uri() + "#findings.polarity=%3Cb%3E&findings.sort=nothing.up&x.y=z")
        page.reload()
        assert total(page, "findings") == len(frames["findings"].ids)
        assert page.notes["errors"] == []  # type: ignore[attr-defined]


def test_the_filtered_rows_as_csv(browser: Browser, html: Path, frames: dict, tmp_path: Path) -> None:
    with opened(browser, html / PAGE) as page:
        page.select_option("#inspections-programme", "Delivery units")
        page.select_option("#inspections-rating", "Inadequate")
        with page.expect_download() as waiting:
            page.click("#explore-inspections button:has-text('Download these rows')")
        assert waiting.value.suggested_filename == "hitting-the-target-inspections.csv"
        waiting.value.save_as(tmp_path / "rows.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "rows.csv").read_text(encoding="utf-8"))))
    frame = frames["inspections"].frame.assign(source_id=data.load().inspections.set_index("inspection_id").loc[
        frames["inspections"].ids, "source_id"].tolist())
    frame["Cases inspected"] = frame["Cases inspected"].replace(explorer.UNKNOWN, "")
    expected = frame[(frame["Programme"] == "Delivery units") & (frame["Rating"] == "Inadequate")]
    assert len(expected) > 3
    assert rows == expected.to_dict("records")


def test_csv_runs_nothing_in_a_spreadsheet(browser: Browser, html: Path, tmp_path: Path) -> None:
    with opened(browser, html / PAGE) as page:
        page.evaluate("""() => {
            const cells = document.querySelectorAll("#table-findings tbody td:nth-child(2)");
            ["=1+1", "@SUM(1)", "+cmd", "-20", "\\t=1"].forEach((text, i) => { cells[i].textContent = text; });
        }""")
        with page.expect_download() as waiting:
            page.click("#explore-findings button:has-text('Download these rows')")
        waiting.value.save_as(tmp_path / "rows.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "rows.csv").read_text(encoding="utf-8"))))
    assert [row["What was said"] for row in rows[:5]] == ["'=1+1", "'@SUM(1)", "'+cmd", "-20", "'\t=1"]


def test_the_keyboard_alone_is_enough(browser: Browser, html: Path) -> None:
    with opened(browser, html / PAGE) as page:
        page.focus("#search-ratings")
        page.keyboard.type("leadership")
        found = total(page, "ratings")
        assert 0 < found < 100
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "ratings-programme"
        page.keyboard.type("Rated")
        assert 0 < total(page, "ratings") <= found
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.closest('thead') !== null"):
                break
        page.keyboard.press("Enter")
        page.wait_for_selector("#table-ratings thead th[aria-sort]")
        page.focus("#explore-inspections .dt-paging-button.next")
        page.keyboard.press("Enter")
        assert "26 to" in page.inner_text("#explore-inspections .dt-info")


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")])
def test_rules_of_accessibility_and_width(browser: Browser, html: Path, width: int, scheme: str) -> None:
    with opened(browser, html / PAGE, width, scheme) as page:
        page.fill("#search-findings", "workload")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0
        home = html.resolve().as_uri()
        assert [url for url in page.notes["requests"] if not url.startswith((home, "data:"))] == []  # type: ignore[attr-defined]
        assert page.notes["errors"] == []  # type: ignore[attr-defined]
        assert violations(page) == []


@pytest.mark.parametrize("module", ["var a=1;", "export{a as b};", "var a;export{a as default};export{b as c};"])
def test_a_bundle_that_changed_is_refused(module: str) -> None:
    with pytest.raises(ExtensionError, match="has changed"):
        classic_script(module)


def test_the_bundle_leaves_one_global() -> None:
    made = classic_script("var a=1;export{b as c,a as default};\n/* licence */")
    assert made.startswith("(function(){")
    assert "window.DataTable=a;" in made
    assert "export" not in made
    assert "licence" in made
