"""Keeping people safe: what each programme of inspection asked about the risk of harm, and what it answered."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import style, timeline
from analysis.data import Dataset
from analysis.exhibits import Chart, Table
from analysis.lookup import source_links, when
from analysis.places import preferred
from analysis.protection_topics import PLACES, in_words
from analysis.quality_words import worded
from analysis.ratings import chosen_ratings

TRUSTS, RATED, UNITS, REGIONS, NATIONAL, DYNAMIC = (
    "Trusts: offender management inspections, 2009-12",
    "CRCs: rated inspections, 2019-20",
    "Delivery units: inspections of 2022 to 2025",
    "Regions, 2024-25, judged on their units' cases",
    "National inspection, 2025",
    "Regions: public protection inspections, 2025-26",
)
SHORT = {
    TRUSTS: "Trusts, 2009-12",
    RATED: "CRCs, rated, 2019-20",
    UNITS: "Units, 2022-25",
    REGIONS: "Regions, 2024-25",
    NATIONAL: "National, 2025",
    DYNAMIC: "Regions, 2025-26",
}
INSTRUMENTS = (TRUSTS, RATED, UNITS, REGIONS, NATIONAL, DYNAMIC)
BY_REGIME = {"rated": RATED, "unit": UNITS, "region": REGIONS, "national": NATIONAL, "dynamic": DYNAMIC}
BY_KIND = {"trust": TRUSTS, "system-trusts": TRUSTS, "system-crc": RATED, "region": UNITS}
QUESTIONS = {  # metric: the question asked, as the sources word it
    "omi_risk_of_harm_work_done_well_enough": "Work on the risk of harm to others done well enough (share of work)",
    "cases_risk_of_harm_adequately_assessed": "Risk of harm adequately assessed",
    "cases_risk_of_harm_management_satisfactory": "Risk of harm managed satisfactorily",
    "cases_risk_of_harm_planning_delivery_reviewing_satisfactory": "Satisfactory in planning, delivery and reviewing",
    "cases_risk_assessment_sufficient": "Risk of serious harm sufficiently assessed",
    "cases_risk_identified_and_analysed": "Risk identified and properly analysed",
    "cases_assessment_safe_sufficient": "Assessment sufficient to keep people safe",
    "cases_planning_safe_sufficient": "Planning sufficient to keep people safe",
    "cases_planning_and_reviewing_safe_sufficient": "Planning and reviewing sufficient to keep people safe",
    "cases_risk_management_sufficient": "Sufficient arrangements to manage risk of harm",
    "cases_risk_management_satisfactory_all_aspects": "Satisfactory on all aspects of risk management",
    "cases_implementation_safe_sufficient": "Delivery supports the safety of other people",
    "cases_assessment_delivery_reviewing_safe_sufficient": "Assessment, delivery and reviewing sufficient for safety",
    "cases_keeping_people_safe_sufficient": "Sufficient work to keep people safe, stage not said",
}
AVERAGE_TO_2012 = "ind-gaps-0065"  # all trusts; two earlier averages cover fewer areas of the same programme
KIND_WORDS = (" Probation Trust", " CRC", " region", " PDU")


def instruments(d: Dataset) -> pd.DataFrame:
    """Every known percentage of work or cases judged good enough on the risk of harm, by programme and question.

    Returns
    -------
    pandas.DataFrame
        `instrument`, `question`, `place`, `period` (in words), `value` (0-100), `bound`, `said` (the value in words),
        `cases` (size of the sample where it is known), `metric_id`, `inspection_id`, `organisation_id`, `source_id`,
        in the order of `INSTRUMENTS`, `QUESTIONS` and place. Averages over fewer trusts than the last are left out.

    Raises
    ------
    ValueError
        If a number belongs to no programme.
    """
    frame = preferred(d)
    frame = frame[frame["metric_id"].isin(list(QUESTIONS))]
    older = (frame["organisation_id"] == "system-trusts") & (frame["indicator_id"] != AVERAGE_TO_2012)
    frame = frame[~older].merge(d.organisations[["organisation_id", "name", "kind"]], on="organisation_id")
    frame = frame.merge(d.metrics[["metric_id", "unit"]], on="metric_id")
    inspections = d.inspections[["inspection_id", "regime", "published", "cases_inspected", "cases_basis"]]
    frame = frame.merge(inspections, on="inspection_id", how="left")
    by_id = frame["organisation_id"].map(BY_KIND)
    frame["instrument"] = frame["regime"].map(BY_REGIME).fillna(by_id).fillna(frame["kind"].map(BY_KIND))
    if frame["instrument"].isna().any():
        lost = ", ".join(frame.loc[frame["instrument"].isna(), "indicator_id"])
        raise ValueError(f"these numbers belong to no programme of inspection: {lost}")
    known = frame["cases_basis"].isin(["stated", "reported"])
    dated = frame["published"].str[:4].fillna(frame["as_said"].where(frame["period_kind"] != "unknown"))
    frame = frame.assign(
        question=frame["metric_id"].map(QUESTIONS),
        place=[_place(*row) for row in zip(frame["name"], frame["indicator_id"], strict=True)],
        period=[_period(text) for text in dated],
        said=[in_words(row) for _, row in frame.iterrows()],
        cases=frame["denominator"].fillna(frame["cases_inspected"].where(known)).astype("Int64"),
        order=frame["instrument"].map({name: n for n, name in enumerate(INSTRUMENTS)}),
        asked=frame["metric_id"].map({metric: n for n, metric in enumerate(QUESTIONS)}),
    )
    frame = frame.sort_values(["order", "asked", "place", "period"], ignore_index=True)
    columns = [
        "instrument", "question", "place", "period", "value", "bound", "said", "cases", "metric_id", "inspection_id",
        "organisation_id", "source_id",
    ]  # fmt: skip
    return frame[columns]


def _place(name: str, indicator: str) -> str:
    if indicator in PLACES:
        return PLACES[indicator]
    for word in KIND_WORDS:
        name = name.removesuffix(word)
    return name


def _period(text: object) -> str:
    if not isinstance(text, str):
        return "undated"
    return {"2019-09/2020-03": "2019-20", "round 2": "2019-20", "2009-09/2012-11": "2009-12"}.get(text, text[:4])


def below_half(frame: pd.DataFrame) -> pd.Series:
    """Whether each row of `instruments` is known to lie under half: a value below 50, or said to be less than half."""
    return (frame["value"] < 50) | ((frame["value"] == 50) & (frame["bound"] == "at_most"))


def chart_before(d: Dataset) -> Chart:
    """Trusts and CRCs: percentages on the risk of harm, a panel for each programme."""
    frame = instruments(d)
    trusts = frame[(frame["instrument"] == TRUSTS) & (frame["organisation_id"] != "system-trusts")]
    cases = frame[frame["instrument"] == RATED]
    return _chart(
        frame[frame["instrument"].isin([TRUSTS, RATED])],
        "protection-before-2021",
        f"Trusts' work on risk of harm: {trusts['value'].min():.0f}% to {trusts['value'].max():.0f}% done well enough; "
        f"companies' cases were put {cases['question'].nunique()} other questions",
        "Share of work (trusts) or of inspected cases (CRCs) judged good enough, by programme and question.",
        "The first panel counts pieces of work, the second cases. ",
    )


def chart_units(d: Dataset) -> Chart:
    """Delivery units and the national inspection: percentages on the risk of harm, a panel for each programme."""
    frame = instruments(d)
    units = frame[frame["instrument"] == UNITS]
    return _chart(
        frame[frame["instrument"].isin([UNITS, NATIONAL])],
        "protection-units",
        f"{int(below_half(units).sum())} of {len(units)} percentages reported for units are below half, on "
        f"{units['question'].nunique()} different questions",
        "Share of inspected cases judged good enough on the risk of harm, by programme and question, 2022 to 2025.",
        "London's units inspected: those of 2022, taken together. ",
    )


def chart_regions(d: Dataset) -> Chart:
    """Regions: percentages on the risk of harm in two programmes, a panel for each."""
    frame = instruments(d)
    frame = frame[frame["instrument"].isin([REGIONS, DYNAMIC])]
    return _chart(
        frame,
        "protection-regions",
        f"{int(below_half(frame).sum())} of {len(frame)} percentages reported for regions are below half, on "
        f"{frame['question'].nunique()} different questions",
        "Share of inspected cases judged good enough on the risk of harm, by programme and question, 2024 to 2026.",
        f"The first panel reuses the cases of units that were rated by themselves. {_twice(frame)}",
    )


def _twice(frame: pd.DataFrame) -> str:
    """What the two texts on the South West say, which are not known to answer one question."""
    said = frame.set_index("source_id")["said"]
    return (
        f"For the South West the report says {said['hmip-rep-2026-sw-dynamic']}; the release, whose text was cut off, "
        f"{said['hmip-news-2026-sw-dynamic']}: two questions or two texts, both counted. "
    )


def _chart(frame: pd.DataFrame, name: str, headline: str, subtitle: str, note: str) -> Chart:
    parts = []
    for panel, own in frame.groupby("instrument", sort=False):
        asked = own.groupby("question", sort=False)
        parts.append(f"{panel}. " + ". ".join(f"{question}: {_listed(rows)}" for question, rows in asked))
    known = int(frame["cases"].notna().sum())
    return Chart(
        name,
        _draw(frame, "full"),
        headline,
        subtitle,
        f"{len(parts)} panels of dots on scales from 0 to 100 per cent. " + ". ".join(parts) + ".",
        frame[["instrument", "question", "place", "period", "value", "bound", "said", "cases"]].rename(
            columns={"value": "percent"}),
        list(dict.fromkeys(frame["source_id"])),
        n=f"{len(frame)} percentages; the number of cases is known for {known or 'none'}",
        note=note + "No line joins the panels: questions, samples and people supervised differ. Hollow dot: about. "
        "Arrow: the source says less or fewer than. These are the percentages that someone reported, not a sample.",
        narrow=_draw(frame, "narrow"),
        labels={"said": "As printed", "cases": "Cases in the sample"},
        row_header=("question", "place", "period"),
        row_sources=list(frame["source_id"]),
    )


def _listed(rows: pd.DataFrame) -> str:
    return ", ".join(f"{place} {text}" for place, text in zip(rows["place"], rows["said"], strict=True))


def _draw(frame: pd.DataFrame, width: str) -> Figure:
    wide = width == "full"
    most = (62, 34) if wide else (33, 16)
    panels = [(str(name), _rows(own, *most)) for name, own in frame.groupby("instrument", sort=False)]
    heights = [sum(lines for _, _, lines in rows) + 1.6 for _, rows in panels]
    fig, axes = style.figure(
        width, 0.186 * sum(heights) + 0.4, nrows=len(panels), gridspec_kw={"height_ratios": heights}
    )
    for ax, (name, rows) in zip(axes, panels, strict=True):
        _panel(ax, rows)
        ax.set_title(name if wide else SHORT[name], loc="left", color=style.INK, fontweight="bold")
        if ax is axes[-1]:
            ax.set_xlabel("Judged good enough, %")
        else:
            ax.set_xticklabels([])
    return fig


def _rows(own: pd.DataFrame, asked: int, named: int) -> list[tuple[str, pd.Series | None, float]]:
    """Lines of a panel: a heading (without a row of the frame) or a value, with the height it needs."""
    rows: list[tuple[str, pd.Series | None, float]] = []
    for question, values in own.groupby("question", sort=False):
        heading = textwrap.wrap(str(question), asked)
        rows.append(("\n".join(heading), None, 0.85 * len(heading) + 0.15))
        for _, row in values.iterrows():
            cases = f" ({row['cases']} cases)" if pd.notna(row["cases"]) else ""
            label = textwrap.wrap(f"{row['place']}, {row['period']}{cases}", named)
            rows.append(("\n".join(label), row, 0.82 * len(label) + 0.3))
    return rows


def _panel(ax: Axes, rows: list[tuple[str, pd.Series | None, float]]) -> None:
    y, ticks = 0.0, []
    for text, row, height in rows:
        middle = y + height / 2
        if row is None:
            ax.annotate(text, (1, middle), va="center", ha="left", fontsize=9.5, color=style.QUIET, style="italic")
        else:
            ticks.append((middle, text))
            timeline.bound_marker(ax, row["value"], middle, str(row["bound"]), points=18)
            style.direct_label(ax, row["value"], middle, str(row["said"]), xytext=(10, 0))
        y += height
    ax.set(xlim=(0, 100), ylim=(y, 0))
    ax.set_yticks([tick for tick, _ in ticks], [label for _, label in ticks])
    ax.set_xticks(range(0, 101, 25))
    style.quiet_axes(ax, "x")


def table_words(d: Dataset) -> Table:
    """Quality & Impact inspections, one row for each area and report, with the words on each body's work to protect."""
    frame = worded(d, "quality_impact")
    test = chosen_ratings(d)
    test = test[(test["standard"] == "protecting_the_public") & (test["regime"] == "quality_impact")]
    source = test.set_index("inspection_id")["source_id"]
    frame["read"] = frame["inspection_id"].map(source)
    rows = []
    frame["place"] = [_area(row) for _, row in frame.iterrows()]
    for (day, place), own in frame.groupby(["published", "place"], sort=False):
        words = own.set_index("kind")["protecting_the_public"]
        rows.append(
            {
                "Area": place,
                "Report": when(str(day)),
                "Said of the company (CRC)": _of(words, "crc"),
                "Said of the public service (NPS)": _of(words, "nps_division"),
                "Sources": source_links(d, own["read"].dropna()),
            }
        )
    known = int(frame["protecting_the_public"].notna().sum())
    return Table(
        "protection-words",
        pd.DataFrame(rows),
        f"Words on protecting the public are known for {known} of {len(frame)} inspections of 2016 to 2018",
        "Quality & Impact inspections: words used of the test \N{LEFT SINGLE QUOTATION MARK}protecting the "
        "public\N{RIGHT SINGLE QUOTATION MARK}, by area, report and body, in the order of publication.",
        list(source.dropna()),
        n=f"{len(frame)} inspections in {frame['place'].nunique()} areas",
        note="Adjectives of releases and stories, not points of a scale: they are neither ordered nor counted here. "
        "Companies and the public service supervised different people. None read: nothing was read, not that "
        "nothing was said.",
        missing="none read",
    )


def _area(row: pd.Series) -> str:
    if not str(row["area_inspected"]).startswith("whole"):
        return str(row["area_inspected"]).split(",")[0]
    return str(row["service"]).removesuffix(" CRC").removeprefix("NPS ").removesuffix(" division") + ", whole area"


def _of(words: pd.Series, kind: str) -> str | None:
    if kind not in words.index:
        return "not inspected with it"
    return None if pd.isna(words[kind]) else str(words[kind])
