"""The three case chapters: what they show, and what they may not say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from chapter_cells import exhibits_of, references_of, text_of

PAGES = {"cases/south-yorkshire": "south-yorkshire", "cases/london": "london", "cases/west-mercia": "west-mercia"}


@pytest.fixture(scope="module")
def shown() -> dict[str, dict[str, Any]]:
    return {page: exhibits_of(page) for page in PAGES}


@pytest.mark.parametrize("page", PAGES)
def test_each_case_has_timeline_findings_readings_and_durham(shown, page):
    slug = PAGES[page]
    assert {f"{slug}-timeline", f"{slug}-findings", f"{slug}-readings", f"{slug}-and-durham"} <= set(shown[page])
    assert references_of(page) <= set(shown[page])
    assert all(one.payload() for one in shown[page].values())


@pytest.mark.parametrize("page", PAGES)
def test_each_case_follows_the_pattern_of_a_chapter(page):
    headings = re.findall(r"^## (.+)$", text_of(page), re.MULTILINE)
    assert headings[0] == "In brief"
    assert headings[-3:] == ["Counter-evidence", "What this cannot show", "Sources"]
    told = text_of(page).split("## What this cannot show")[0]
    assert not re.search(r"\b(caused|proves that|shows? that privat)", told)


@pytest.mark.parametrize("page", PAGES)
def test_counts_of_statements_stand_with_their_depth(shown, page):
    table = shown[page][f"{PAGES[page]}-findings"]
    assert re.search(r"\d+ statements on \d+ inspections, from \d+ sources \(.*opening\)", table.n)
    assert "Silence in the record" in table.note


def test_quoted_words_are_fragments_of_the_record(shown):
    from analysis import data

    fragments = " | ".join(data.load().live("findings")["fragment"].dropna()).lower()
    for page in PAGES:
        prose = re.sub(r"```.*?```|^---.*?^---", "", text_of(page), flags=re.DOTALL | re.MULTILINE)
        for quoted in re.findall(r'"([^"]+)"', prose):
            words = " ".join(quoted.lower().split())
            assert len(words.split()) <= 10, quoted
            assert words in fragments, f"{page}: {quoted}"


def test_south_yorkshire_shows_praise_and_alarm_side_by_side(shown):
    frame = shown["cases/south-yorkshire"]["south-yorkshire-2019"].frame.set_index("Subject")
    assert "Dynamic senior leadership" in frame.loc["Leadership", "What was said"]
    assert "minority of operational staff" in frame.loc["Who did the work", "What was said"]


def test_the_forty_cases_are_hypothetical_and_unverified(shown):
    table = shown["cases/london"]["london-forty-cases"]
    assert table.subtitle.startswith("Hypothetical")
    assert "unverified" in table.note
    text = " ".join(text_of("cases/london").split())
    assert "simple random sample" in text
    assert "That number is unverified" in text


def test_west_mercia_is_said_to_be_a_part(shown):
    table = shown["cases/west-mercia"]["west-mercia-2017"]
    assert "Warwickshire was not inspected" in table.note
    text = " ".join(text_of("cases/west-mercia").split())
    assert "Herefordshire, Shropshire and Worcestershire have none here" in text


def test_west_mercia_text_agrees_with_the_units_in_the_record(shown):
    data = shown["cases/west-mercia"]["west-mercia-timeline"].data
    units = data[data["programme"] == "unit inspection"]["row"].tolist()
    assert units == ["Warwickshire"]
