"""Reoffending of the people supervised by companies and the NPS: two measures, by cohort, each with its baseline."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis import style
from analysis.claims import Change, Count, Number, Range, Share, claim
from analysis.data import Dataset
from analysis.exhibits import Chart, Table
from analysis.lookup import indicator, source_links, when
from analysis.places import preferred

FALL, RISE = "crcs_binary_significant_reduction", "crcs_binary_significant_increase"
PARTS = ("Significant fall", "No significant change", "Significant rise")
CRCS = 21
FIRST_TWO = "The ministry's figures as the press reports them."
BASE_2011, BASE_2015 = "2011, adjusted for the mix of people", "October to December 2015"
RATES = {  # indicator: whose, measure, baseline
    "ind-sys-0066": ("CRCs", "Binary", BASE_2011),
    "ind-sys-0074": ("CRCs", "Binary", BASE_2011),
    "ind-sys-0076": ("CRCs", "Frequency", "2011"),
    "ind-sys-0060": ("NPS", "Binary", BASE_2015),
    "ind-sys-0062": ("NPS", "Frequency", BASE_2015),
    "ind-sys-0063": ("NPS", "Binary", BASE_2015),
    "ind-sys-0065": ("NPS", "Frequency", BASE_2015),
    "ind-sys-0024": ("CRCs", "Binary", "2011"),
    "ind-sys-0025": ("CRCs", "Frequency", "2011"),
}
AGAINST = {  # rate: the row that says how it stands to its baseline, or the words of the rate's own qualifier
    "ind-sys-0066": ("baseline", "ind-sys-0075"),
    "ind-sys-0074": ("baseline", "ind-sys-0075"),
    "ind-sys-0076": ("baseline", "ind-sys-0077"),
    "ind-sys-0060": ("change", "ind-sys-0061"),
    "ind-sys-0063": ("change", "ind-sys-0064"),
}


def binary_counts(d: Dataset) -> pd.DataFrame:
    """Companies by what the binary measure did against the 2011 baseline, for each quarterly cohort known.

    Returns
    -------
    pandas.DataFrame
        `cohort` (in words), `start` (Timestamp), `fall`, `same`, `rise` (companies; they add up to 21), `source_id`,
        in the order of time. Sums over a year are
        left out, for they hold the same people.

    Raises
    ------
    ValueError
        If a cohort lacks one of the two counts.
    """
    frame = preferred(d)
    frame = frame[frame["metric_id"].isin([FALL, RISE]) & (frame["period_kind"] == "quarter")]
    wide = frame.pivot(index=["start", "end"], columns="metric_id", values="value").astype("Int64")
    if wide.isna().any(axis=None) or not {FALL, RISE} <= set(wide.columns):
        raise ValueError("a cohort has a count of companies with a fall but none with a rise, or the reverse")
    sources = frame.drop_duplicates(["start", "end"]).set_index(["start", "end"])["source_id"]
    months = [f"{when(start).split()[0]} to {when(end)}" for start, end in wide.index]
    return pd.DataFrame(
        {
            "cohort": months,
            "start": pd.to_datetime([start for start, _ in wide.index]),
            "fall": wide[FALL].to_numpy(),
            "same": (CRCS - wide[FALL] - wide[RISE]).to_numpy(),
            "rise": wide[RISE].to_numpy(),
            "source_id": sources.reindex(wide.index).to_numpy(),
        }
    ).sort_values("start", ignore_index=True)


def chart_binary(d: Dataset) -> Chart:
    """Companies with a significant fall, no change or a rise in the binary rate, one bar for each cohort."""
    frame = binary_counts(d)
    first, rest = frame.iloc[0], frame.iloc[1:]
    return Chart(
        "reoffending-binary",
        _draw(frame, "full"),
        f"A significantly smaller share reoffended than in the 2011 baseline: {first['fall']} of {CRCS} companies in "
        f"the first cohort, {rest['fall'].min()} to {rest['fall'].max()} in those from {rest['start'].iloc[0].year} on",
        "Binary measure: companies whose share of people reoffending within a year differs significantly from the "
        "2011 baseline, by quarterly cohort.",
        "Stacked horizontal bars of 21 companies for each cohort: "
        + "; ".join(f"{r.cohort}: {r.fall} fall, {r.same} no change, {r.rise} rise" for r in frame.itertuples())
        + ".",
        frame.drop(columns=["start"]),
        list(dict.fromkeys(frame["source_id"])),
        n=f"{len(frame)} quarterly cohorts; those between the first and 2019 were not read at this detail",
        note="The baseline is adjusted for the mix of people. For the first cohort another source has the same number "
        "below the baseline without calling it significant. The cohorts from 2019 were followed for a year, part of "
        "it under the restrictions of COVID-19.",
        narrow=_draw(frame, "narrow"),
        labels={"fall": PARTS[0], "same": PARTS[1], "rise": PARTS[2], "source_id": "Source"},
    )


def _draw(frame: pd.DataFrame, width: str) -> Figure:
    fig, ax = style.figure(width, 0.42 * len(frame) + 0.75)
    colours = (style.ACCENT, "#e4e6e8", style.COMPARE)
    for y, values in enumerate(frame[["fall", "same", "rise"]].astype(int).to_numpy().tolist()):
        left = 0
        for value, colour in zip(values, colours, strict=True):
            if not value:
                continue
            ax.barh(y, value, left=left, height=0.62, facecolor=colour, edgecolor=style.INK, linewidth=0.6)
            middle = left + value / 2
            ax.annotate(str(value), (middle, y), ha="center", va="center_baseline", color=style.on(colour))
            left += value
    labels = frame["cohort"] if width == "full" else frame["cohort"].str.replace(" to ", "\nto ")
    ax.set_yticks(range(len(frame)), labels)
    ax.set(xlim=(0, CRCS), ylim=(len(frame) - 0.5, -0.95), xticks=range(0, CRCS + 1, 7))
    ax.annotate("fall", (0, -0.5), va="bottom", color=style.INK, fontsize=9.5)
    ax.annotate("no significant change", (CRCS * (0.62 if width == "full" else 0.3), -0.5), va="bottom", fontsize=9.5)
    ax.annotate("rise", (CRCS, -0.5), va="bottom", ha="right", color=style.INK, fontsize=9.5)
    ax.set_xlabel("Companies")
    style.quiet_axes(ax, "x")
    return fig


def rates(d: Dataset) -> pd.DataFrame:
    """Rates and changes of both measures with the cohort and the baseline of each.

    Returns
    -------
    pandas.DataFrame
        `whose`, `measure`, `cohort`, `baseline`, `rate` and `against` (in words), `source_ids`.
    """
    rows = []
    for identifier, (whose, measure, baseline) in RATES.items():
        row = indicator(d, identifier)
        kind, other = AGAINST.get(identifier, ("", ""))
        sources = [row["source_id"]]
        rate, against = _rate(row), ""
        if kind == "baseline":
            base = indicator(d, other)
            against, sources = f"baseline {_rate(base)}", [*sources, base["source_id"]]
        elif kind == "change":
            step = indicator(d, other)
            against, sources = _change(step), [*sources, step["source_id"]]
        elif row["metric_id"].endswith("_change"):
            rate, against = "", _change(row)
        elif pd.notna(row["qualifier"]):
            against = str(row["qualifier"]).split(" versus")[0].split(" October")[0].replace(" below", " below it")
        rows.append(
            {
                "whose": whose, "measure": measure, "cohort": _cohort(row), "baseline": baseline, "rate": rate,
                "against": against, "source_ids": list(dict.fromkeys(sources)),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _rate(row: pd.Series) -> str:
    return f"{row['value']:g}%" if str(row["metric_id"]).startswith("binary") else f"{row['value']:g} reoffences a head"


def _change(row: pd.Series) -> str:
    size = abs(float(row["value"]))
    unit = "percentage points" if str(row["metric_id"]).startswith("binary") else "per cent"
    return f"{size:g} {unit} {'lower' if row['value'] < 0 else 'higher'}"


def _cohort(row: pd.Series) -> str:
    start, end = when(row["start"]), when(row["end"])
    if row["start"] == "2011":
        return f"cohorts to {end}"
    return f"{start.split()[0] if start.split()[-1] == end.split()[-1] else start} to {end}"


def table_rates(d: Dataset) -> Table:
    """Both measures side by side: whose, which cohort, which baseline, rate and difference."""
    frame = rates(d)
    shown = frame.drop(columns="source_ids").rename(
        columns={"whose": "People supervised by", "against": "Against the baseline"}
    )
    shown["Sources"] = pd.Series([source_links(d, ids) for ids in frame["source_ids"]], dtype=object)
    up = frame["against"].str.contains("higher")
    if not (up & (frame["measure"] == "Frequency")).any() or (up & (frame["measure"] == "Binary")).any():
        raise ValueError("the binary measure no longer fell or the frequency no longer rose: read the headline again")
    return Table(
        "reoffending-rates",
        shown.replace("", pd.NA),
        "A smaller share of those whom companies supervised reoffended than in the baseline; those who did, more often",
        "Binary measure: share of a cohort who reoffend within a year. Frequency: reoffences by each person who does.",
        [source for ids in frame["source_ids"] for source in ids],
        n=f"{len(frame)} rates or changes",
        note="CRCs and the NPS have different baselines and supervised different people: their rows are not to be "
        "compared.",
        missing="not stated",
    )


def _count(d: Dataset, identifier: str) -> Count:
    row = indicator(d, identifier)
    return Count(int(row["numerator"]), int(row["denominator"]), sources=(str(row["source_id"]),))


@claim(
    "reoffending_first_cohort", "CRCs with a significant fall in the binary rate, first cohort",
    caveat="Binary measure, cohort of October to December 2015, against the 2011 baseline; one source says "
    "significantly below, another only below.",
)  # fmt: skip
def reoffending_first_cohort(d: Dataset) -> Count:
    """CRCs whose binary rate fell significantly below the 2011 baseline, cohort of October to December 2015."""
    return Count(int(binary_counts(d)["fall"].iloc[0]), CRCS, sources=(str(binary_counts(d)["source_id"].iloc[0]),))


@claim("reoffending_first_rise", "CRCs with a significant rise in the binary rate, first cohort")
def reoffending_first_rise(d: Dataset) -> Count:
    """CRCs whose binary rate rose significantly above the 2011 baseline, cohort of October to December 2015."""
    return Count(int(binary_counts(d)["rise"].iloc[0]), CRCS, sources=(str(binary_counts(d)["source_id"].iloc[0]),))


@claim(
    "reoffending_last_year", "CRCs with a significant fall in the binary rate, 2019-20 as one cohort",
    caveat="Binary measure, the year's cohorts together (no single quarter has as many), against the 2011 baseline; "
    "followed through the pandemic.",
)  # fmt: skip
def reoffending_last_year(d: Dataset) -> Count:
    """CRCs whose binary rate fell significantly below the 2011 baseline, April 2019 to March 2020 as one cohort."""
    return _count(d, "ind-sys-0058")


@claim("reoffending_last_quarters", "CRCs with a significant fall in the binary rate, fewest and most in a quarter")
def reoffending_last_quarters(d: Dataset) -> Range:
    """Fewest and most CRCs with a significant fall in the binary rate, quarters of April 2019 to March 2020."""
    frame = binary_counts(d)
    frame = frame[frame["start"].between("2019-04-01", "2020-03-31")]
    if len(frame) != 4:
        raise ValueError(f"{len(frame)} quarterly cohorts of 2019-20, not four")
    return Range(int(frame["fall"].min()), int(frame["fall"].max()), sources=tuple(frame["source_id"].unique()))


@claim(
    "reoffending_frequency_reduced", "CRCs that cut the frequency of reoffending, first-year cohorts",
    caveat="Frequency measure; a newspaper quoted by a blog. Often repeated as if it were all reoffending.",
)  # fmt: skip
def reoffending_frequency_reduced(d: Dataset) -> Count:
    """CRCs that cut the number of new offences by each person who reoffends, first-year cohorts."""
    return _count(d, "ind-qi-0129")


@claim("reoffending_met_both", "CRCs that met both reoffending measures, first two cohorts", caveat=FIRST_TWO)
def reoffending_met_both(d: Dataset) -> Count:
    """CRCs that met the binary and the frequency measure in the first two cohorts: Merseyside and Northumbria."""
    return _count(d, "ind-sys-0250")


@claim("reoffending_below_first", "CRCs below the binary baseline, first two cohorts", caveat=FIRST_TWO)
def reoffending_below_first(d: Dataset) -> Count:
    """CRCs whose binary rate lay below the 2011 baseline in the first two cohorts, significantly or not."""
    return _count(d, "ind-sys-0251")


@claim("reoffending_frequency_missed", "CRCs that missed the frequency target, first cohorts")
def reoffending_frequency_missed(d: Dataset) -> Count:
    """CRCs that missed the target for the frequency of reoffending in the first cohorts, as Parliament counted."""
    return _count(d, "ind-sys-0010")


@claim("reoffending_binary_change", "change in the share who reoffend, CRCs, 2011 to March 2017")
def reoffending_binary_change(d: Dataset) -> Number:
    """Fall in the share of people supervised by CRCs who reoffend, 2011 to March 2017, in percentage points."""
    row = indicator(d, "ind-sys-0024")
    if row["value"] >= 0:
        raise ValueError("the binary rate no longer fell: read the sentences again")
    return Number(-float(row["value"]), "percentage points", decimals=1, sources=(str(row["source_id"]),))


@claim("reoffending_frequency_change", "change in reoffences by each person who reoffends, CRCs, 2011 to March 2017")
def reoffending_frequency_change(d: Dataset) -> Share:
    """Rise in reoffences by each person who reoffends, people supervised by CRCs, 2011 to March 2017, in per cent."""
    row = indicator(d, "ind-sys-0025")
    return Share(float(row["value"]), sources=(str(row["source_id"]),))


@claim("reoffending_consistent", "CRCs with consistent significant falls in the number who reoffend, to March 2017")
def reoffending_consistent(d: Dataset) -> Count:
    """CRCs that consistently achieved significant reductions in the number who reoffend, to March 2017 (auditors)."""
    return _count(d, "ind-sys-0027")


@claim("reoffending_expected", "reduction the ministry expected on the binary measure over the contracts")
def reoffending_expected(d: Dataset) -> Number:
    """Reduction in the share who reoffend that the ministry expected over the life of the contracts."""
    row = indicator(d, "ind-sys-0026")
    return Number(float(row["value"]), "percentage points", decimals=1, sources=(str(row["source_id"]),))


@claim("reoffending_frequency_rate", "reoffences a head, CRCs, 2011 baseline and first-year cohorts")
def reoffending_frequency_rate(d: Dataset) -> Change:
    """Reoffences by each person who reoffends in the 2011 baseline and in the cohorts of October 2015 to September
    2016, people supervised by CRCs.
    """
    base, rate = indicator(d, "ind-sys-0077"), indicator(d, "ind-sys-0076")
    numbers = [Number(float(row["value"]), decimals=1) for row in (base, rate)]
    return Change(numbers[0], numbers[1], sources=(str(rate["source_id"]),))
