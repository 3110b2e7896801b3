"""From evidence to dataset: what was read, merged, left out and kept, as a diagram and a table."""

from __future__ import annotations

from textwrap import wrap

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import style
from analysis.claims import Count, Number, claim
from analysis.data import Dataset
from analysis.describe import exclusion_reasons, flow
from analysis.exhibits import DATASET, Chart, Table

FACTS = ("inspections", "ratings", "owners", "indicators", "findings", "sources")
NAMES = {
    "inspections": "Inspections",
    "ratings": "Ratings",
    "owners": "Owners",
    "indicators": "Numbers (indicators)",
    "findings": "Statements (findings)",
    "sources": "Sources",
    "coding": "Codes given by coders",
    "themes": "Themes of the codebook",
    "verification": "Rows checked against their page",
}
WIDE = ((0, 70, 44, 29), (56, 70, 44, 29), (56, 35, 44, 29), (0, 35, 44, 29), (0, 0, 44, 29))  # x, y, width, height
WIDE_ARROWS = (((22, 70), (22, 64)), ((44, 88), (56, 88)), ((44, 76), (56, 54)), ((22, 35), (22, 29)))
NARROW = ((4, 86, 92, 13), (4, 66, 92, 13), (4, 43, 92, 16), (4, 22, 92, 13), (4, 1, 92, 13))
NARROW_ARROWS = (((50, 86), (50, 79)), ((50, 66), (50, 59)), ((50, 43), (50, 35)), ((50, 22), (50, 14)))
REASONS = {
    "false_as_worded": "false as worded",
    "identifies_a_person": "about a person",
    "no_value": "no value",
    "not_evidence": "no evidence",
    "off_subject": "off the subject",
}


def fact_flow(d: Dataset) -> pd.DataFrame:
    """The flow of `analysis.describe.flow` for facts and sources only; codes, themes and checks are left aside."""
    frame = flow(d)
    return frame[frame["table"].isin(FACTS)].reset_index(drop=True)


def withheld(d: Dataset) -> int:
    """Findings and indicators that are kept for the record but never shown or counted."""
    shown = [frame.loc[frame["merged_into"].isna(), "displayable"] for frame in (d.findings, d.indicators)]
    return int((~pd.concat(shown).astype(bool)).sum())


def reasons(d: Dataset) -> pd.Series:
    """How many rows of fact or source were left out for each reason, the commonest first."""
    frame = exclusion_reasons(d)
    frame = frame[frame["table"].isin(FACTS)]
    counted = frame.groupby("reason")["rows"].sum().sort_index().sort_values(ascending=False, kind="stable")
    return counted.rename(index=REASONS)


def steps(d: Dataset) -> pd.DataFrame:
    """The boxes of the diagram, in order: `step`, `rows`, `note`."""
    total = fact_flow(d).drop(columns="table").sum()
    why = "; ".join(f"{reason} {count}" for reason, count in reasons(d).items())
    rows = [
        ("Rows gathered", total["read"], "from pages and texts"),
        ("Merged", total["merged"], "the same fact or page twice"),
        ("Left out", total["excluded"], why),
        ("Kept in the dataset", total["kept"], "each with its source"),
        ("Kept, never shown", withheld(d), "mostly rumour, allegation, a person"),
    ]
    return pd.DataFrame(rows, columns=["step", "rows", "note"]).astype({"rows": "int64"})


def chart_flow(d: Dataset) -> Chart:
    """The way of the rows of evidence into the dataset, as a diagram of boxes."""
    frame = steps(d)
    count = dict(zip(frame["step"], frame["rows"], strict=True))
    boxes = zip(frame["step"], frame["rows"], frame["note"], strict=True)
    listed = "; ".join(f"{step.lower()} {rows:,} ({note})" for step, rows, note in boxes)
    return Chart(
        "evidence-flow",
        _diagram(frame, "full"),
        f"Of {count['Rows gathered']:,} rows of evidence {count['Kept in the dataset']:,} were kept and "
        f"{count['Left out']} left out",
        "Rows of evidence: inspections, ratings, owners, numbers, statements, sources; and what became of them.",
        f"Flow diagram of boxes joined by arrows: {listed}.",
        frame,
        [DATASET],
        n=f"{count['Rows gathered']:,} rows of evidence",
        note="Every row ends in one box; the last box is part of those kept.",
        narrow=_diagram(frame, "narrow"),
        labels={"step": "Step", "rows": "Rows", "note": "What it holds"},
    )


def _diagram(frame: pd.DataFrame, width: str) -> Figure:
    wide = width == "full"
    fig, ax = style.figure(width, 3.1 if wide else 5.4)
    ax.set(xlim=(0, 100), ylim=(0, 100))
    ax.set_axis_off()
    for position, (x, y, across, high) in enumerate(WIDE if wide else NARROW):
        row = frame.iloc[position]
        edge, fill = (style.ACCENT, style.BAND) if position in (0, 3) else (style.QUIET, style.PAPER)
        ax.add_patch(Rectangle((x, y), across, high, facecolor=fill, edgecolor=edge, linewidth=1.0))
        lines = wrap(str(row["note"]), 38)
        top = y + high - (5 if wide else 3)
        title = f"{row['step']}: {row['rows']:,}"
        ax.text(x + 2, top, title, fontsize=10, fontweight="semibold", va="top")
        ax.text(x + 2, top - (8 if wide else 4.2), "\n".join(lines), fontsize=9, va="top", color=style.QUIET)
    for start, end in WIDE_ARROWS if wide else NARROW_ARROWS:
        ax.annotate("", xy=end, xytext=start, arrowprops={"arrowstyle": "-|>", "color": style.INK, "linewidth": 1.0})
    return fig


def table_flow(d: Dataset) -> Table:
    """What became of the rows of each table of evidence, codes and checks included."""
    frame = flow(d)
    frame["table"] = frame["table"].map(NAMES)
    unread = int((~d.sources["source_id"].isin(d.evidence_rows["record_id"])).sum())
    return Table(
        "evidence-flow-tables",
        frame,
        "Statements and numbers were merged oftener than inspections and ratings",
        "Rows of evidence by table, and what became of them.",
        [DATASET],
        n=f"{int(frame['read'].sum()):,} rows of evidence, codes and checks included",
        note="Merged: the same thing stood twice. Left out: with a reason, listed with the data."
        f" No row of evidence stands for {unread} sources kept, which cite contributors who are not named.",
        labels={"table": "Evidence", "excluded": "Left out"},
    )


def _total(d: Dataset, column: str) -> Count:
    frame = fact_flow(d)
    return Count(int(frame[column].sum()), int(frame["read"].sum()))


@claim("evidence_kept", "rows of evidence kept in the dataset", tables=["evidence_rows", "exclusions"])
def evidence_kept(d: Dataset) -> Count:
    """Rows of evidence (inspections, ratings, owners, numbers, statements, sources) kept, of those gathered."""
    return _total(d, "kept")


@claim("evidence_merged", "rows of evidence merged because the same thing stood twice", tables=["evidence_rows"])
def evidence_merged(d: Dataset) -> Count:
    """Rows of evidence merged into another, of those gathered."""
    return _total(d, "merged")


@claim("evidence_excluded", "rows of evidence left out, each with a reason", tables=["exclusions"])
def evidence_excluded(d: Dataset) -> Count:
    """Rows of evidence left out, of those gathered."""
    return _total(d, "excluded")


@claim("evidence_withheld", "statements and numbers kept for the record but never shown")
def evidence_withheld(d: Dataset) -> Number:
    """Findings and indicators marked not displayable: mostly rumour, allegation, or detail that could identify a
    person; a few are irony or evaluate nothing.
    """
    return Number(withheld(d), "rows")
