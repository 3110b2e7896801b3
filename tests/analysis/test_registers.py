"""The register of sources and the data dictionary hold everything, once."""

import re
from pathlib import Path

import pytest

from analysis import claims, data, references, registers
from analysis.cells import Link
from analysis.claims import ADDRESS_WITHHELD

REFERENCE = Path(__file__).parents[2] / "chapters" / "reference"


@pytest.fixture(scope="module")
def d() -> data.Dataset:
    return data.load()


def test_every_source_stands_once_in_the_register(d: data.Dataset) -> None:
    anchors = [a for kind in registers.kinds_of_source(d) for a in registers.source_register(d, kind).anchors]
    assert sorted(anchors) == sorted("source-" + d.sources["source_id"])


def test_the_pages_show_every_kind_and_every_table(d: data.Dataset) -> None:
    shown = re.findall(r'source_register\(d, "(.+?)"\)', (REFERENCE / "sources.md").read_text(encoding="utf-8"))
    assert shown == registers.kinds_of_source(d)
    shown = re.findall(r'data_dictionary\(d, "(.+?)"\)', (REFERENCE / "data-dictionary.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(registers.tables_of(d))


def test_uses_count_live_rows_only(d: data.Dataset) -> None:
    uses = registers.uses(d).set_index("source_id")
    assert uses["findings"].sum() == len(d.live("findings"))
    assert uses["numbers"].sum() == len(d.live("indicators"))
    read_only = d.sources.loc[d.sources["status"] == "read_not_used", "source_id"]
    assert (uses.loc[read_only, ["findings", "numbers"]].sum(axis=1) == 0).all()


def test_an_inspection_is_listed_at_the_source_of_its_rating(d: data.Dataset) -> None:
    uses = registers.uses(d).set_index("source_id")
    row = d.inspections.dropna(subset=["rating_source_id"]).iloc[0]
    assert row["inspection_id"] in uses.loc[row["rating_source_id"], "inspections"]


def test_titles_link_to_the_document_and_never_print_its_address(d: data.Dataset) -> None:
    for kind in registers.kinds_of_source(d):
        for cell in registers.source_register(d, kind).frame["source"]:
            text = cell.text if isinstance(cell, Link) else cell
            assert "://" not in text


def test_an_address_that_names_people_is_withheld_wherever_sources_are_printed(d: data.Dataset) -> None:
    named = d.sources[d.sources["url_names_people"]]
    assert len(named) > 0
    assert named["url"].isna().all()
    tables = [registers.source_register(d, kind) for kind in registers.kinds_of_source(d)]
    cells = {anchor: cell for one in tables for anchor, cell in zip(one.anchors, one.frame["source"], strict=True)}
    for _, row in named.iterrows():
        assert cells[f"source-{row['source_id']}"] == f"{row['title']} ({ADDRESS_WITHHELD})"
        assert ADDRESS_WITHHELD in references.entry(row)
    described = claims._described_sources(d)
    assert {described[source]["url"] for source in named["source_id"]} == {ADDRESS_WITHHELD}


def test_an_unknown_kind_has_no_register(d: data.Dataset) -> None:
    with pytest.raises(ValueError, match="at least one row"):
        registers.source_register(d, "rumour")


def test_the_dictionary_says_what_a_field_may_hold(d: data.Dataset) -> None:
    frame = registers.data_dictionary(d, "findings").frame.set_index("field")
    assert "negative" in frame.loc["polarity", "holds"]
    assert frame.loc["finding_id", "holds"].endswith("never empty")
