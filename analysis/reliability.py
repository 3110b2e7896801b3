"""Can the coding be trusted: agreement of the coders under both codebooks, with intervals, and themes too weak."""

from __future__ import annotations

from collections.abc import Sequence

import krippendorff
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from analysis import style
from analysis.data import Dataset
from analysis.exhibits import DATASET, Chart, Table
from analysis.kept import kept
from analysis.recoding import counts_under, with_codes

__all__ = ["agreement", "alpha", "bootstrap", "counts_under", "repaired_themes", "weak_themes", "with_codes"]

PAIRS = {1: ("first", "second"), 2: ("one", "two")}
ALL_FIRST = ("first", "second", "third")
DRAWS, SEED = 2000, 2013
RELIABLE, TENTATIVE = 0.8, 0.667  # K. Krippendorff (2018), Content Analysis, 4th ed., chapter 12
RENAMED = {"oversight_quality_assurance": "management_oversight"}  # codebook 1 to 2
POLARITY = "polarity"


@kept
def codes(d: Dataset, codebook: int, coders: Sequence[str]) -> pd.DataFrame:
    """The codes of some coders of one codebook: index finding and coder, `themes` (frozenset) and `polarity`.

    Only findings that every one of the coders coded are in.

    Raises
    ------
    ValueError
        If there is none.
    """
    frame = d.codings[(d.codings["codebook"] == codebook) & d.codings["coder"].isin(list(coders))]
    full = frame.groupby("finding_id")["coder"].transform("nunique") == len(coders)
    if not full.any():
        raise ValueError(f"no finding was coded under codebook {codebook} by {', '.join(coders)}")
    frame = frame[full].set_index(["finding_id", "coder"]).sort_index()
    sets = frame["themes"].fillna("").map(lambda text: frozenset(part for part in text.split(";") if part))
    return pd.DataFrame({"themes": sets, "polarity": frame["polarity"]})


def values(coded: pd.DataFrame, coders: Sequence[str], variable: str) -> np.ndarray:
    """Codes of one variable as numbers, coders by findings: a theme as 0 or 1, polarity as the number of its value."""
    if variable == POLARITY:
        order = sorted(coded["polarity"].unique())
        wide = coded["polarity"].map(order.index).unstack("coder")
    else:
        wide = coded["themes"].map(lambda themes: variable in themes).unstack("coder")
    return wide[list(coders)].to_numpy(dtype=float).T


def alpha(table: np.ndarray) -> float:
    """Krippendorff's alpha for nominal data, coders by units, by the package `krippendorff`; nan if nothing varies."""
    if len(np.unique(table)) < 2:
        return float("nan")
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement="nominal"))


def resamples(units: int, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """How often each of some findings is drawn in each resample with replacement (draws by units)."""
    share = np.full(units, 1 / units)
    return np.random.default_rng(seed).multinomial(units, share, size=draws).astype(np.float64)


def bootstrap(table: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Alpha of every resample, from sums over findings, so that no resample is built.

    For m coders, N = m × findings values, n_c of them of value c, and v_uc of finding u:
    1 − (N − 1) Σ_u Σ_c v_uc (m − v_uc) / (m − 1) / Σ_c n_c (N − n_c). It equals `alpha` on the same data.

    Parameters
    ----------
    table
        Coders by findings, no value missing.
    drawn
        From `resamples`.
    """
    coders = table.shape[0]
    votes = np.stack([(table == value).sum(axis=0) for value in np.unique(table)], axis=1).astype(float)
    apart = (votes * (coders - votes)).sum(axis=1) / (coders - 1)
    counts = drawn @ votes
    total = counts.sum(axis=1)
    expected = (counts * (total[:, None] - counts)).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - (total - 1) * (drawn @ apart) / expected


@kept
def agreement(d: Dataset, codebook: int = 2, coders: Sequence[str] | None = None) -> pd.DataFrame:
    """Agreement on every theme of a codebook, and on polarity, from the least to the most agreed.

    Returns
    -------
    pandas.DataFrame
        `variable` (a theme, or polarity), `findings`, `coded` (by at least one coder; missing for polarity), `alpha`,
        `low` and `high` (95% bootstrap interval over findings, 2,000 seeded resamples).
    """
    who = PAIRS[codebook] if coders is None else coders
    coded = codes(d, codebook, who)
    themes = sorted(set().union(*coded["themes"]))
    drawn = resamples(coded.index.get_level_values("finding_id").nunique())
    rows = []
    for variable in [*themes, POLARITY]:
        table = values(coded, who, variable)
        low, high = np.nanpercentile(bootstrap(table, drawn), [2.5, 97.5])
        used = pd.NA if variable == POLARITY else int((table.sum(axis=0) > 0).sum())
        rows.append((variable, table.shape[1], used, alpha(table), float(low), float(high)))
    frame = pd.DataFrame(rows, columns=["variable", "findings", "coded", "alpha", "low", "high"])
    return frame.astype({"coded": "Int64"}).sort_values(["alpha", "variable"], ignore_index=True)


def weak_themes(d: Dataset) -> frozenset[str]:
    """Themes too weak to lean on: the interval of their alpha under codebook 2 reaches below 0.8.

    No statement of the book should rest on their counts alone; where they are counted, they are marked.
    """
    return _weak(agreement(d, 2))


def _weak(second: pd.DataFrame) -> frozenset[str]:
    return frozenset(second.loc[(second["low"] < RELIABLE) & (second["variable"] != POLARITY), "variable"])


def repaired_themes(d: Dataset) -> frozenset[str]:
    """Themes of codebook 2 that agreed below 0.667 under codebook 1 and whose borders the second codebook redrew."""
    return _repaired(agreement(d, 1))


def _repaired(first: pd.DataFrame) -> frozenset[str]:
    poor = first.loc[(first["alpha"] < TENTATIVE) & (first["variable"] != POLARITY), "variable"]
    return frozenset(RENAMED.get(name, name) for name in poor)


def both_codebooks(d: Dataset) -> pd.DataFrame:
    """Agreement under both codebooks side by side, one row for each theme of the second and for polarity.

    Returns
    -------
    pandas.DataFrame
        `variable`, `label`, `alpha_2`, `low_2`, `high_2`, `alpha_1`, `low_1`, `high_1` (missing for themes that the
        first codebook had not), `findings_2`, `findings_1`, `coded` (findings given it by either coder of the second),
        `mark` (too weak, redrawn).
    """
    second, first = agreement(d, 2), agreement(d, 1)
    weak, redrawn = _weak(second), _repaired(first)
    first["variable"] = first["variable"].replace(RENAMED)
    first = first[["variable", "findings", "alpha", "low", "high"]]
    frame = second.merge(first, on="variable", how="left", suffixes=("_2", "_1"))
    labels = d.themes.set_index("theme")["label"].to_dict() | {POLARITY: "Polarity"}
    marks = ["too weak" if v in weak else "redrawn" if v in redrawn else "" for v in frame["variable"]]
    return frame.assign(label=frame["variable"].map(labels), mark=marks)


def chart_agreement(d: Dataset) -> Chart:
    """Alpha per theme under both codebooks, with bootstrap intervals and the customary line."""
    frame = both_codebooks(d)
    themes = frame[frame["variable"] != POLARITY]
    weak = themes[themes["mark"] == "too weak"]
    then = frame["alpha_1"].map(", before {:.2f}".format, na_action="ignore").fillna("")
    rows = zip(frame["label"], frame["alpha_2"], frame["low_2"], frame["high_2"], then, strict=True)
    each = "; ".join(f"{label} {middle:.2f} ({low:.2f} to {high:.2f}){old}" for label, middle, low, high, old in rows)
    shown = frame.assign(mark=frame["mark"].fillna("").replace("", "none"))
    shown = shown[["label", "mark", "coded", "alpha_2", "low_2", "high_2", "alpha_1", "low_1", "high_1"]]
    two = "{:.2f}".format
    return Chart(
        "agreement",
        _draw(frame, "full"),
        f"For {len(weak)} of {len(themes)} themes agreement may lie below the customary {RELIABLE:g}, even between "
        "coders of one kind",
        "Krippendorff's alpha of two coders by theme, with 95% bootstrap intervals: codebook 2 (filled dot), and "
        "codebook 1 (hollow square) where it had the theme.",
        f"Dots with intervals on an axis from -0.2 to 1, weakest theme first, lines at {TENTATIVE} and {RELIABLE}: "
        f"{each}.",
        data=shown,
        sources=[DATASET],
        n=f"{int(frame['findings_2'].max()):,} findings coded twice under codebook 2, {int(frame['findings_1'].max())} "
        "under codebook 1",
        note="All coders are language models of one kind; the figures are an upper bound. Too weak: the interval "
        f"reaches below {RELIABLE:g}. Codebook 1: the first coder had read the source, the second had not.",
        narrow=_draw(frame, "narrow"),
        labels={
            "label": "Theme", "coded": "Findings given it", "alpha_2": "Alpha, codebook 2", "low_2": "From",
            "high_2": "To", "alpha_1": "Alpha, codebook 1", "low_1": "From (1)", "high_1": "To (1)",
        },
        formats={name: two for name in ("alpha_2", "low_2", "high_2", "alpha_1", "low_1", "high_1")},
        missing="does not apply",
    )  # fmt: skip


def _draw(frame: pd.DataFrame, width: str) -> Figure:
    fig, ax = style.figure(width, 0.245 * len(frame) + 0.5)
    for line in (TENTATIVE, RELIABLE):
        ax.axvline(line, color=style.QUIET, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    for y, row in enumerate(frame.itertuples()):
        for number, shift, colour, marker in ((1, 0.2, style.COMPARE, "s"), (2, -0.12, style.ACCENT, "o")):
            middle, low, high = (getattr(row, f"{name}_{number}") for name in ("alpha", "low", "high"))
            if pd.isna(middle):
                continue
            ax.plot([max(low, -0.2), high], [y + shift] * 2, color=colour, linewidth=1.3, solid_capstyle="butt")
            fill = colour if number == 2 else style.PAPER
            ax.plot([middle], [y + shift], marker=marker, markersize=5.5, color=fill, markeredgecolor=colour, ls="none")
    short = {"Management oversight and quality assurance": "Management oversight"}
    pairs = zip(frame["label"].astype(str), frame["mark"], strict=True)
    names = [short.get(label, label) + (" *" if mark == "too weak" else "") for label, mark in pairs]
    ax.set_yticks(range(len(frame)), names)
    ax.set(xlim=(-0.22, 1.03), ylim=(len(frame) - 0.5, -0.6))
    ticks = {0: "0", 0.4: "0.4", TENTATIVE: "0.67", RELIABLE: "0.8", 1: "1"}
    if width == "narrow":
        del ticks[TENTATIVE]
    ax.set_xticks(list(ticks), list(ticks.values()))
    ax.set_xlabel("Alpha (* too weak)" if width == "narrow" else "Krippendorff's alpha (* too weak to lean on)")
    style.quiet_axes(ax, "x")
    return fig


def table_codebook(d: Dataset) -> Table:
    """The themes of the second codebook, with what each takes in and leaves out, and its mark."""
    marks = both_codebooks(d).set_index("variable")["mark"]
    frame = d.themes.sort_values("label")
    words = {"too weak": "too weak to lean on", "redrawn": "border redrawn"}
    return Table(
        "codebook",
        pd.DataFrame(
            {
                "Theme": frame["label"],
                "What it is": frame["definition"],
                "Not this but another": frame["exclude"],
                "Mark": frame["theme"].map(marks).map(words),
            }
        ),
        f"{len(frame)} themes, {int((marks == 'too weak').sum())} of them too weak to lean on",
        "The second codebook: a statement has one to three themes, the main point first.",
        [DATASET],
        note=f"Too weak: the interval of agreement reaches below {RELIABLE:g}. Border redrawn: agreement was below "
        f"{TENTATIVE} under the first codebook, and a written rule now decides.",
        missing="none",
    )
