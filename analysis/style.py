"""House style of the figures: colours, type, size, and deterministic SVG.

Figures are built on `matplotlib.figure.Figure` without pyplot: nothing is shown twice, nothing is left open.
The headline of a figure is text in the page (`analysis.exhibits.Chart`); only axis titles and direct labels are drawn.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import combinations
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox

FONT = "Source Sans Pro"
FONT_FILES = tuple(f"SourceSansPro-{face}.ttf" for face in ("Regular", "Semibold", "Bold", "It"))
MIN_POINTS = 9.0
OVERLAP = 0.15  # of the smaller text, beyond which two texts count as lying on one another
WIDTHS = {"full": 6.3, "narrow": 3.4}  # inches, as printed

# Contrast on PAPER is written beside each colour; `contrast` computes it and the tests hold it.
PAPER = "#fcfcfa"  # opaque, so that a figure reads the same on a dark page
INK = "#22252a"  # 15.0  text, outlines
QUIET = "#5b6168"  # 6.1   axis labels, notes
RULE = "#c9cccf"  # 1.6   grid and axis lines: never the only carrier of meaning
BAND = "#eceae4"  # 1.2   background bands, always labelled
PAUSE = "#dcd8cd"  # 1.4   the months without inspection
ACCENT = "#1f5a85"  # 7.2   the one series a figure is about
COMPARE = "#b5541c"  # 4.8   what it is compared with
SERIES = (ACCENT, COMPARE, "#6b4c8a", "#3f7047", "#8a6d1a")  # 7.2 4.8 6.8 5.6 4.8; label directly, vary marker or dash

# The four ratings: always this colour and this letter, outlined in INK (the pale two are below 3:1 on paper alone).
RATING_ORDER = ("inadequate", "requires_improvement", "good", "outstanding")
RATING_LABELS = {
    "inadequate": "Inadequate",
    "requires_improvement": "Requires improvement",
    "good": "Good",
    "outstanding": "Outstanding",
}
RATING_LETTERS = {"inadequate": "I", "requires_improvement": "R", "good": "G", "outstanding": "O"}
RATING_COLOURS = {
    "inadequate": "#8c3b0c",  # 7.4 on paper; letter in white 7.7
    "requires_improvement": "#e3b45c",  # 1.9 on paper; letter in ink 8.0
    "good": "#8cc7c0",  # 1.9 on paper; letter in ink 8.1
    "outstanding": "#0b5a54",  # 7.8 on paper; letter in white 8.1
}
RATING_HATCHES = {"inadequate": "////", "requires_improvement": "..", "good": "", "outstanding": "xx"}

RC: Any = {
    "font.family": [FONT, "DejaVu Sans"],  # the second only for a glyph that the first lacks
    "font.sans-serif": [FONT, "DejaVu Sans"],
    "font.size": 10.0,
    "axes.titlesize": 10.0,
    "axes.labelsize": 9.5,
    "xtick.labelsize": 9.5,
    "ytick.labelsize": 9.5,
    "legend.fontsize": 9.5,
    "text.color": INK,
    "axes.labelcolor": QUIET,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.titlelocation": "left",
    "axes.prop_cycle": cycler(color=SERIES),
    "axes.facecolor": PAPER,
    "figure.facecolor": PAPER,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.6,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "text.hinting": "none",  # widths as they are in SVG; rounded to pixels, a label may be measured too short
    "svg.fonttype": "path",
    "svg.hashsalt": "hitting-the-target",
}


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    """Tell matplotlib where the packaged fonts lie."""
    folder = files("font_source_sans_pro") / "files"
    for name in FONT_FILES:
        fontManager.addfont(str(folder / name))


def figure(width: str = "full", height: float = 3.0, **subplots: Any) -> tuple[Figure, Any]:
    """Begin a figure in house style.

    Parameters
    ----------
    width
        ``"full"`` (6.3 inches, the text width) or ``"narrow"`` (3.4 inches, for screens of 390 px).
    height
        Inches.
    **subplots
        Passed to `matplotlib.figure.Figure.subplots` (``nrows``, ``ncols``, ``sharex`` ...).

    Returns
    -------
    Figure, Axes or array of Axes
        Laid out by matplotlib's constrained layout when drawn.
    """
    if width not in WIDTHS:
        raise ValueError(f"width is one of {', '.join(WIDTHS)}, not {width!r}")
    _register_fonts()
    with mpl.rc_context(RC):
        fig = Figure(figsize=(WIDTHS[width], height), layout="constrained")
        axes = fig.subplots(**subplots)
    return fig, axes


def svg(fig: Figure) -> str:
    """Draw a figure as SVG: text as outlines, no date, equal bytes on every run.

    Raises
    ------
    ValueError
        If a text would print smaller than nine points, is cut off at the edge, or lies on another.
    """
    _register_fonts()
    out = BytesIO()
    with mpl.rc_context(RC):
        faults = illegible(fig)
        fig.set_layout_engine(None)  # it is laid out now; once more would take as long as drawing
        fig.savefig(out, format="svg", facecolor=PAPER, metadata={"Date": None, "Creator": None})
    if faults:
        raise ValueError("; ".join(faults))
    return out.getvalue().decode("utf-8")


def illegible(fig: Figure) -> list[str]:
    """What in a drawn figure cannot be read: text under nine points, cut off, or lying on other text."""
    fig.draw_without_rendering()
    texts = [(t.get_text(), float(t.get_fontsize()), t.get_window_extent()) for t in _visible_texts(fig)]
    faults = [f"text under {MIN_POINTS:g} points: {words!r}" for words, size, _ in texts if size < MIN_POINTS]
    paper = fig.bbox.padded(2)
    faults += [
        f"cut off at the edge: {words!r}" for words, _, box in texts
        if box.x0 < paper.x0 or box.y0 < paper.y0 or box.x1 > paper.x1 or box.y1 > paper.y1
    ]
    for (one, _, box), (other, _, second) in combinations(texts, 2):
        shared = Bbox.intersection(box, second)
        smaller = min(box.width * box.height, second.width * second.height)
        if shared is not None and shared.width * shared.height > OVERLAP * smaller:
            faults.append(f"{one!r} lies on {other!r}")
    return faults


def _visible_texts(fig: Figure) -> list[Text]:
    outside = {label for ax in fig.axes for label in _labels_out_of_view(ax)}
    texts = [t for t in fig.findobj(Text) if isinstance(t, Text) and t not in outside]
    return [t for t in texts if t.get_visible() and t.get_text().strip()]


def _labels_out_of_view(ax: Axes) -> Iterator[Text]:
    """Labels of ticks beyond the limits, which matplotlib keeps but does not draw."""
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        margin = (high - low) * 1e-9
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
            if not ax.axison or not axis.get_visible() or not low - margin <= tick.get_loc() <= high + margin:
                yield from (tick.label1, tick.label2)


def luminance(colour: str) -> float:
    """Relative luminance of a ``#rrggbb`` colour, by WCAG 2.2's definition."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours (1 to 21), by WCAG 2.2's definition."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def on(fill: str) -> str:
    """The colour for text on a fill: white or ink, whichever stands out more."""
    return max(("#ffffff", INK), key=lambda text: contrast(text, fill))


def quiet_axes(ax: Axes, grid: str | None = None) -> None:
    """Take away what carries nothing: keep one baseline, and a light grid along ``"x"`` or ``"y"`` if asked."""
    ax.spines["left"].set_visible(grid == "y" or grid is None)
    ax.spines["bottom"].set_visible(grid != "x")
    if grid:
        ax.grid(axis="x" if grid == "x" else "y")


def direct_label(ax: Axes, x: Any, y: Any, text: str, colour: str = INK, **options: Any) -> None:
    """Write a label beside a point or the end of a line (in place of a legend), four points to its right."""
    settings: dict[str, Any] = {"xytext": (4, 0), "textcoords": "offset points", "va": "center", "fontsize": 9.5}
    ax.annotate(text, (x, y), color=colour, annotation_clip=False, **(settings | options))


def rating_style(rating: str, hatch: bool = False) -> dict[str, Any]:
    """Keyword arguments that draw a bar or patch in a rating's colour, outlined, hatched if asked."""
    if rating not in RATING_COLOURS:
        raise ValueError(f"a rating is one of {', '.join(RATING_ORDER)}, not {rating!r}")
    style: dict[str, Any] = {"facecolor": RATING_COLOURS[rating], "edgecolor": INK, "linewidth": 0.7}
    return style | ({"hatch": RATING_HATCHES[rating]} if hatch else {})


def rating_tile(ax: Axes, x: Any, y: Any, rating: str, size: float = 15.0) -> None:
    """Draw one rating as an outlined square of ``size`` points that carries its letter, at data position (x, y)."""
    colour = rating_style(rating)["facecolor"]
    ax.plot([x], [y], marker="s", markersize=size, color=colour, markeredgecolor=INK, markeredgewidth=0.7, ls="none")
    ax.annotate(
        RATING_LETTERS[rating], (x, y), ha="center", va="center_baseline", color=on(colour), fontsize=9.5,
        fontweight="bold",
    )


def rating_bars(ax: Axes, rows: list[tuple[str, dict[str, int]]]) -> None:
    """Stacked horizontal bars of rating counts, each part carrying its letter and number.

    Parameters
    ----------
    rows
        From top to bottom: a label and the count of each rating, e.g. ``("CRC", {"good": 1, "inadequate": 2})``.
    """
    longest = max(sum(counts.values()) for _, counts in rows)
    width = ax.get_figure(root=True).get_figwidth() * 72 * 0.75  # type: ignore[union-attr]  # points, about
    for position, (_, counts) in enumerate(rows):
        left = 0
        for rating in RATING_ORDER:
            k = counts.get(rating, 0)
            if not k:
                continue
            ax.barh(position, k, left=left, height=0.62, **rating_style(rating))
            gap = " " if k / longest * width > 26 else "\n"
            ax.annotate(
                f"{RATING_LETTERS[rating]}{gap}{k}", (left + k / 2, position), ha="center", va="center_baseline",
                color=on(RATING_COLOURS[rating]), fontsize=9.5, fontweight="semibold",
            )
            left += k
    ax.set_yticks(range(len(rows)), [label for label, _ in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
    quiet_axes(ax, grid="x")
    ax.spines["left"].set_visible(False)
