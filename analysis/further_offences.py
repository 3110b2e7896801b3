"""Serious further offences: counts whose definition and population changed, set side by side and never joined."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis import style
from analysis.claims import Change, Count, Number, Share, Words, claim
from analysis.data import Dataset
from analysis.exhibits import Chart, Table, sentence
from analysis.lookup import indicator, source_link, when
from analysis.places import preferred
from analysis.protection_topics import in_words
from analysis.statements import VOICES
from analysis.timeline import CASELOAD_BREAK

REVIEWS = "sfo_reviews"
COUNTED = {  # other measures: what each counts
    "sfo_recorded_four_months": "Serious further offences recorded, June to September",
    "murder_convictions_under_crc_supervision": "People convicted of murder while under CRC supervision, provisional",
    "convicted_of_any_sfo_share": "People supervised who were convicted of a serious further offence",
    "convicted_of_murder_share": "People supervised who were convicted of murder",
    "sfo_per_year_stated": "Serious further offences a year",
    "sfo_share_of_caseload": "Serious further offences as a share of people supervised",
    "sfo_charges_change": "Charges, against 2021-22",
}


def reviews(d: Dataset) -> pd.DataFrame:
    """Serious further offence reviews in a financial year, all of probation together.

    Returns
    -------
    pandas.DataFrame
        `year` ("2013-14"), `start` (Timestamp), `reviews`, `population` (who could be reviewed: before or after the
        widening of 2015), `source_id`; years without a count are absent.
    """
    frame = preferred(d)
    frame = frame[(frame["metric_id"] == REVIEWS) & (frame["organisation_id"] == "system-probation")]
    frame = frame.sort_values("start_from", ignore_index=True)
    after = frame["start_from"] >= pd.Timestamp(CASELOAD_BREAK)
    return pd.DataFrame(
        {
            "year": frame["as_said"],
            "start": frame["start_from"],
            "reviews": frame["value"].astype(int),
            "population": after.map({False: "before", True: "after"}),
            "source_id": frame["source_id"],
        }
    )


def chart_reviews(d: Dataset) -> Chart:
    """Serious further offence reviews by year in two panels, before and after more people could be reviewed.

    Raises
    ------
    ValueError
        If there is no gap between the panels any more, so that the headline would be wrong.
    """
    frame = reviews(d)
    before, after = (frame[frame["population"] == part] for part in ("before", "after"))
    gap = after["start"].min().year - before["start"].max().year
    if gap < 2:
        raise ValueError("there is no year missing between the two populations: read the headline again")
    return Chart(
        "further-offence-reviews",
        _draw(before, after, "full"),
        f"Reviews of serious further offences: {before['reviews'].min()} to {before['reviews'].max()} a year to "
        f"{before['year'].iloc[-1]}, {after['reviews'].min()} to {after['reviews'].max()} after more people could be "
        "reviewed",
        "Serious further offence reviews in the financial year, England and Wales, as the ministry counted them.",
        sentence(
            "Two panels of bars",
            "before the widening " + ", ".join(f"{r.year} {r.reviews}" for r in before.itertuples()),
            "after it " + ", ".join(f"{r.year} {r.reviews}" for r in after.itertuples()),
            "no bar for the year between",
        ),
        frame.drop(columns="start"),
        list(dict.fromkeys(frame["source_id"])),
        n=f"{len(frame)} financial years; no count was read for the year between the panels",
        note="Two panels because the sources say that the population eligible for review was widened after 2014; "
        "from 2015 people on short sentences are supervised too. The ministry's counts, read in the press.",
        narrow=_draw(before, after, "narrow"),
        labels={"population": "Before or after the widening", "source_id": "Source"},
    )


def _draw(before: pd.DataFrame, after: pd.DataFrame, width: str) -> Figure:
    fig, axes = style.figure(width, 2.3, ncols=2, sharey=True)
    titles = ("Before the widening", "After the widening") if width == "full" else ("Before", "After")
    for ax, frame, title in zip(axes, (before, after), titles, strict=True):
        ax.bar(range(len(frame)), frame["reviews"], width=0.62, color=style.ACCENT)
        for x, value in enumerate(frame["reviews"]):
            ax.annotate(str(value), (x, value), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=9.5)
        ax.set_xticks(range(len(frame)), [y if width == "full" else y[2:] for y in frame["year"]])
        ax.set_title(title, loc="left", color=style.INK)
        ax.set_ylim(0, 720)
        style.quiet_axes(ax, "y")
        ax.spines["left"].set_visible(False)
    return fig


def table_counts(d: Dataset) -> Table:
    """The other counts and shares of serious further offences, each with what it counts, period and voice."""
    frame = preferred(d)
    split = (frame["metric_id"] == REVIEWS) & (frame["organisation_id"] != "system-probation")
    frame = frame[frame["metric_id"].isin(list(COUNTED)) | split].merge(
        d.metrics[["metric_id", "unit"]], on="metric_id"
    )
    kinds = {"system-crc": "Reviews, people supervised by CRCs", "system-nps": "Reviews, people supervised by the NPS"}
    frame["counted"] = frame["metric_id"].map(COUNTED).fillna(frame["organisation_id"].map(kinds))
    frame = frame.sort_values(["start_from", "counted"], ignore_index=True)
    signed = frame["unit"] == "percent_change"
    values = [in_words(row) for _, row in frame.iterrows()]
    shown = pd.DataFrame(
        {
            "What is counted": frame["counted"],
            "Period": [_months(row) for _, row in frame.iterrows()],
            "Number": [f"up {v.removesuffix('.0')}%" if s else v for v, s in zip(values, signed, strict=True)],
            "Whose figure": frame["reported_by"].map(VOICES),
            "Source": [source_link(d, source) for source in frame["source_id"]],
        }
    )
    return Table(
        "further-offence-counts",
        shown,
        f"{len(shown)} other figures count {frame['counted'].nunique()} different things",
        "Counts and shares of serious further offences, England and Wales, 2012 to 2024, in the order of period.",
        list(dict.fromkeys(frame["source_id"])),
        n=f"{len(shown)} figures",
        note="Offences recorded, reviews, charges and convictions are four different counts.",
    )


def _months(row: pd.Series) -> str:
    """A period in words where it is given in months ("June 2012 to September 2012"), else as the source has it."""
    if row["start_precision"] == "month" and row["period_kind"] == "span":
        return f"{when(row['start'])} to {when(row['end'])}"
    return str(row["as_said"])


def _reviews_in(d: Dataset, year: str) -> Number:
    frame = reviews(d)
    row = frame[frame["year"] == year].iloc[0]
    return Number(int(row["reviews"]), "reviews", sources=(str(row["source_id"]),))


CAVEAT = "The population that could be reviewed was widened after 2014, and no count for 2014-15 was read."


@claim("offences_reviews_2013_14", "serious further offence reviews in 2013-14", caveat=CAVEAT)
def offences_reviews_2013_14(d: Dataset) -> Number:
    """Serious further offence reviews in the financial year 2013-14, the last before the split of probation."""
    return _reviews_in(d, "2013-14")


@claim("offences_reviews_2015_16", "serious further offence reviews in 2015-16", caveat=CAVEAT)
def offences_reviews_2015_16(d: Dataset) -> Number:
    """Serious further offence reviews in the financial year 2015-16, after more people could be reviewed."""
    return _reviews_in(d, "2015-16")


@claim("offences_reviews_2017_18", "serious further offence reviews in 2017-18", caveat=CAVEAT)
def offences_reviews_2017_18(d: Dataset) -> Number:
    """Serious further offence reviews in the financial year 2017-18, CRCs and the NPS together."""
    return _reviews_in(d, "2017-18")


@claim(
    "offences_reviews_crc_share", "reviews of 2017-18 that concerned people supervised by CRCs",
    caveat="CRCs and the NPS supervised different people by design.",
)  # fmt: skip
def offences_reviews_crc_share(d: Dataset) -> Count:
    """Of the serious further offence reviews of 2017-18, those of people supervised by CRCs; the rest were the NPS's.

    Raises ValueError if the parts do not make the whole.
    """
    crc, nps = indicator(d, "ind-sys-0464"), indicator(d, "ind-sys-0465")
    total = int(_reviews_in(d, "2017-18").value)
    if int(crc["value"] + nps["value"]) != total:
        raise ValueError("reviews of CRCs and the NPS in 2017-18 do not add up to the total")
    return Count(int(crc["value"]), total, sources=(str(crc["source_id"]),))


@claim("offences_four_months", "offences recorded in June to September, 2013 and 2014")
def offences_four_months(d: Dataset) -> Change:
    """Serious further offences recorded in June to September of 2013 and of 2014, the first months after the split."""
    first, second = indicator(d, "ind-sys-0442"), indicator(d, "ind-sys-0441")
    return Change(Number(int(first["value"])), Number(int(second["value"])), sources=(str(second["source_id"]),))


@claim("offences_share_2023", "serious further offences as a share of people supervised, 2023")
def offences_share_2023(d: Dataset) -> Words:
    """Serious further offences as a share of people supervised, as a journal's editorial of 2023 states it."""
    row = indicator(d, "ind-reun-0249").copy()
    row["unit"] = "percent"
    return Words(in_words(row), sources=(str(row["source_id"]),))


@claim(
    "offences_charges_rise", "rise in charges for serious further offences, 2021-22 to 2023-24",
    caveat="Parliament's committee as read on a machine-reworded page; neither number behind the rise was read.",
)  # fmt: skip
def offences_charges_rise(d: Dataset) -> Share:
    """Rise in charges for serious further offences from 2021-22 to 2023-24, in per cent of the first."""
    row = indicator(d, "ind-reun-0164")
    return Share(float(row["value"]), sources=(str(row["source_id"]),))
