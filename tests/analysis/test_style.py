"""The house style: legible, colour-blind-safe, the same bytes each time."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import style, timeline

DRAW = """
from analysis import style
fig, ax = style.figure(height=2)
style.rating_bars(ax, [("CRCs", {"inadequate": 1, "good": 12}), ("Divisions", {"outstanding": 3})])
ax.set_xlabel("Services, \\u2265 1")
print(style.svg(fig))
"""


def test_contrast_has_the_values_of_its_definition() -> None:
    assert style.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert style.contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert style.contrast("#123456", "#123456") == pytest.approx(1)


@pytest.mark.parametrize("colour", [style.INK, style.QUIET, *style.SERIES])
def test_text_and_line_colours_stand_out_from_the_paper(colour: str) -> None:
    assert style.contrast(colour, style.PAPER) >= 4.5


@pytest.mark.parametrize("rating", style.RATING_ORDER)
def test_each_rating_has_a_letter_that_can_be_read_on_its_colour(rating: str) -> None:
    fill = style.RATING_COLOURS[rating]
    assert style.contrast(style.on(fill), fill) >= 4.5
    assert style.rating_style(rating)["edgecolor"] == style.INK


def test_ratings_differ_in_colour_letter_and_hatch() -> None:
    for table in (style.RATING_COLOURS, style.RATING_LETTERS, style.RATING_HATCHES):
        assert list(table) == list(style.RATING_ORDER)
        assert len(set(table.values())) == 4
    assert "".join(style.RATING_LETTERS.values()) == "IRGO"


def test_contrast_written_beside_the_colours_is_the_computed_one() -> None:
    source = Path(style.__file__).read_text(encoding="utf-8")
    beside = re.findall(r'^[A-Z]+ = "(#[0-9a-f]{6})"  # (\d+\.\d) ', source, re.MULTILINE)
    assert len(beside) >= 6
    for colour, ratio in beside:
        assert style.contrast(colour, style.PAPER) == pytest.approx(float(ratio), abs=0.051), colour


def test_two_processes_draw_equal_bytes() -> None:
    def draw(seed: str, zone: str) -> bytes:
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": os.getcwd()}
        return subprocess.run([sys.executable, "-c", DRAW], env=env, capture_output=True, check=True).stdout

    first, second = draw("1", "UTC"), draw("2", "Asia/Tokyo")
    assert first == second
    assert b"<dc:date>" not in first
    assert b"<text" not in first, "text is drawn as outlines"


def test_figures_have_the_printed_size_and_an_opaque_background() -> None:
    fig, _ = style.figure("narrow", 2)
    drawn = style.svg(fig)
    assert 'width="244.8pt"' in drawn  # 3.4 inches of 72 points
    assert f"fill: {style.PAPER}" in drawn


def test_the_packaged_font_is_used() -> None:
    from matplotlib.font_manager import FontProperties, findfont

    style.figure()
    assert "font_source_sans_pro" in findfont(FontProperties(family=style.FONT), fallback_to_default=False)


def test_an_unknown_width_or_rating_is_refused() -> None:
    with pytest.raises(ValueError, match="full, narrow"):
        style.figure("wide")
    with pytest.raises(ValueError, match="requires_improvement"):
        style.rating_style("poor")


def test_small_text_is_refused() -> None:
    fig, ax = style.figure()
    ax.set_title("tiny", fontsize=7)
    with pytest.raises(ValueError, match="under 9 points: 'tiny'"):
        style.svg(fig)


def test_overlapping_text_is_refused() -> None:
    fig, ax = style.figure()
    ax.text(0.5, 0.5, "one label")
    ax.text(0.5, 0.5, "another")
    with pytest.raises(ValueError, match="'one label' lies on 'another'"):
        style.svg(fig)


def test_text_beyond_the_edge_is_refused() -> None:
    fig, ax = style.figure()
    ax.text(1.3, 0.5, "far out", transform=ax.transAxes).set_in_layout(False)
    with pytest.raises(ValueError, match="cut off at the edge: 'far out'"):
        style.svg(fig)


def test_labels_of_ticks_beyond_the_limits_do_not_count() -> None:
    fig, ax = style.figure()
    ax.plot([0, 100], [0, 1])
    ax.set_xlim(1, 99)
    assert style.illegible(fig) == []


def test_rating_bars_are_as_long_as_their_counts_and_carry_letters() -> None:
    _fig, ax = style.figure()
    style.rating_bars(ax, [("A", {"good": 12, "inadequate": 3}), ("B", {})])
    assert [(patch.get_x(), patch.get_width()) for patch in ax.patches] == [(0, 3), (3, 12)]
    assert [text.get_text().split() for text in ax.texts] == [["I", "3"], ["G", "12"]]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["A", "B"]
    assert all(float(tick).is_integer() for tick in ax.get_xticks())


@pytest.mark.parametrize(("bound", "arrows"), [("exact", 0), ("about", 0), ("at_least", 1), ("at_most", 1)])
def test_bounds_are_drawn_open(bound: str, arrows: int) -> None:
    _, ax = style.figure()
    timeline.bound_marker(ax, 50, 1, bound)
    assert len(ax.texts) == arrows
    assert len(ax.lines) == (2 if bound == "about" else 1)


def test_arrows_point_towards_what_may_be() -> None:
    _, ax = style.figure()
    timeline.bound_marker(ax, 50, 1, "at_least")
    timeline.bound_marker(ax, 50, 1, "at_most", vertical=True)
    right, down = (text.xyann for text in ax.texts)
    assert right[0] > 0
    assert right[1] == 0
    assert down[0] == 0
    assert down[1] < 0


def test_an_unknown_bound_is_refused() -> None:
    _, ax = style.figure()
    with pytest.raises(ValueError, match="at_least"):
        timeline.bound_marker(ax, 1, 1, "roughly")


def test_the_dot_stands_inside_its_interval() -> None:
    _, ax = style.figure()
    low, high = timeline.interval_dot(ax, 26, 40, 0)
    line, dot = ax.lines
    assert list(line.get_xdata()) == [100 * low, 100 * high]
    assert 100 * low < dot.get_xdata()[0] == 65 < 100 * high


def test_breaks_and_bands_lie_at_their_dates_and_say_why() -> None:
    _, ax = style.figure()
    timeline.covid_band(ax, "2021-01-01")
    timeline.staff_break(ax, row=1)
    timeline.caseload_break(ax)
    timeline.regime_bands(ax, [("2012-01-01", "2014-06-01", "Trusts")])
    assert ax.patches[0].get_x() == timeline.day("2020-03-01")
    assert [line.get_xdata()[0] for line in ax.lines] == [timeline.day("2021-06-01"), timeline.day("2015-01-01")]
    words = [text.get_text() for text in ax.texts]
    assert words == ["COVID-19", "all staff counted from here", "short sentences added", "Trusts"]
