"""The briefs on areas: two pages, tagged, titled, every number with a source, the same bytes twice."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import place_press
import pytest

from analysis import area_command, data
from analysis.page_context import context

CITED = {"title": "Hitting the Target: Probation", "version": "0.1.0"}
LONGEST = "region-yorkshire-humber"


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    return area_command.area(context(data.load()), LONGEST)


@pytest.fixture(scope="module")
def made(content: dict[str, Any]) -> bytes:
    return place_press.brief(content, CITED, "2026-11-22")


def test_the_longest_brief_fits_two_pages(made: bytes) -> None:
    assert len(pikepdf.open(io.BytesIO(made)).pages) == 2


def test_it_is_tagged_and_titled(made: bytes) -> None:
    brief = pikepdf.open(io.BytesIO(made))
    assert brief.Root.MarkInfo.Marked
    assert str(brief.Root.Lang) == "en-GB"
    assert str(brief.docinfo["/Title"]) == "Area brief: Yorkshire and the Humber"


def test_the_same_bytes_twice(content: dict[str, Any], made: bytes) -> None:
    assert place_press.brief(content, CITED, "2026-11-22") == made


def test_what_does_not_fit_is_an_error(content: dict[str, Any]) -> None:
    long = content | {"brief": content["brief"] | {"lengths": ["<p>x</p>" * 900]}}
    with pytest.raises(ValueError, match="does not fit"):
        place_press.brief(long, CITED, "2026-11-22")
