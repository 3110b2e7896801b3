"""Addresses that a report may cite: anchors can be added, never removed or moved.

``published_anchors.txt`` is the list. A new inspection or organisation is added to it; a line is never taken out.
"""

from pathlib import Path

from analysis import data
from analysis.areas import home_pages

LIST = Path(__file__).parent / "published_anchors.txt"


def anchors() -> set[str]:
    """Every permanent address that the pages of places have now."""
    d = data.load()
    inspections = {f"chapters/places/inspections.html#{one}" for one in d.inspections["inspection_id"]}
    services = {f"chapters/places/areas/{page}.html#{one}" for one, page in home_pages(d).items()}
    return inspections | services


def test_no_published_address_is_lost_and_new_ones_are_listed():
    published = LIST.read_text(encoding="utf-8").split()
    now = anchors()
    assert not set(published) - now, "published addresses that lead nowhere"
    assert not now - set(published), "new addresses: add them to published_anchors.txt"


def test_the_list_is_sorted_and_has_no_doubles():
    published = LIST.read_text(encoding="utf-8").split()
    assert published == sorted(set(published))


def test_the_address_that_was_promised_is_there():
    assert "chapters/places/inspections.html#crc-south-yorkshire-2019-03" in LIST.read_text(encoding="utf-8").split()
