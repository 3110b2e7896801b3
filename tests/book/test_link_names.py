"""What links are called: notes of the margin cut between words, and links that are called alike told apart."""

from __future__ import annotations

import pytest
from link_names import MOST_NOTE, margin_note, name_sources, tell_apart

SHORT = {"National Audit Office": "NAO", "Ministry of Justice": "MoJ"}
CITED = '<a class="reference internal" href="#id{n}" title="{publisher} ({year}). {work}. Opening read.">{n}</a>'


@pytest.mark.parametrize(
    ("publisher", "work", "note"),
    [
        ("National Audit Office 2017", "Changes to CRC contracts", "7. NAO 2017, Changes to CRC contracts"),
        ("Ministry of Justice and NAO 2020", "One (two", "7. MoJ and NAO 2020, One (two"),
        ("TUC 2016", "Pay-by-results privatised probation firms now accused, of the gaming",
         "7. TUC 2016, Pay-by-results privatised probation firms now accused…"),
        ("TUC 2016", "Ö" * 500, "7. TUC 2016, …"),
        ("A &amp; B 2016", "&lt;b&gt;", "7. A &amp; B 2016, &lt;b&gt;"),
    ],
)  # fmt: skip
def test_a_note_is_short_and_ends_with_a_word(publisher: str, work: str, note: str) -> None:
    assert margin_note("7", publisher, work, SHORT) == note
    assert len(note) <= MOST_NOTE


def test_a_citation_is_noted_once_in_a_section_and_says_each_thing_once() -> None:
    one = CITED.format(n=7, publisher="The Star (Sheffield)", year="undated", work="Good work")
    made = name_sources(f"<h2>A</h2>{one}{one}<h2>B</h2>{one}", SHORT)
    assert made.count("data-note") == made.count(" noted") == 2
    assert made.count('title="Good work"') == made.count('aria-label="source 7, The Star (Sheffield) undated"') == 3
    assert 'data-note="7. The Star (Sheffield) undated, Good work"' in made
    assert "Opening read" not in made


def hidden(words: str) -> str:
    return f'<span class="visually-hidden">, {words}</span>'


def test_links_called_alike_are_told_apart_by_title_row_or_heading() -> None:
    titles = {"a": ("Of Gwent <&>", "HMI"), "b": ("Of Kent", "HMI"), "c": ("Same", "One"), "d": ("Same", "Other")}
    body = (
        '<h2>Wales<a href="#x">#</a></h2><a href="r.html#source-a">HMI, 2025</a><a href="r.html#source-b">HMI, 2025</a>'
        '<a class="reference internal" href="r.html#source-c">Same</a><a href="r.html#source-d">Same</a>'
        '<a href="i.html#one">2025</a><table><tr><th scope="row">Row</th><td><a href="i.html#two">2025</a></td></tr>'
        '</table><a href="r.html#source-a">Once</a><a href="i.html#three">2025</a>'
    )
    told = tell_apart(body, titles)
    assert f'HMI, 2025{hidden("Of Gwent &lt;&amp;&gt;")}</a>' in told
    assert f'HMI, 2025{hidden("Of Kent")}</a>' in told
    assert f'Same{hidden("One")}</a>' in told
    assert f'Same{hidden("Other")}</a>' in told
    assert f'<a href="i.html#one">2025{hidden("Wales")}</a>' in told
    assert f'<a href="i.html#two">2025{hidden("Row")}</a>' in told
    assert f'<a href="i.html#three">2025{hidden("Wales")}</a>' in told
    assert '<a href="r.html#source-a">Once</a>' in told


def test_the_cells_of_the_explorer_stay_as_they_are() -> None:
    table = '<div class="explorer x"><table><a href="i.html#a">2025</a><a href="i.html#b">2025</a></table></div>'
    assert tell_apart(table, {}) == table
