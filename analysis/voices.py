"""Whose account is it: what each voice speaks of, what its statements are about, and which voices may be compared."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import style
from analysis.data import Dataset
from analysis.exhibits import DATASET, Chart, Table, listing
from analysis.kept import kept
from analysis.lookup import source_link
from analysis.reliability import weak_themes
from analysis.statements import chosen, depth_of, said

LEAST = 30  # findings: METHOD of the book, below which a speaker is described and not compared
MOST_ONE_SOURCE = 0.5
TOP = 6
POLICY = ("privatisation", "reunification", "contract_and_payment")
POLICY_LABEL = "Contracts, private ownership, return to public hands"
TARGETS = {
    "crc": "Companies and owners", "owner": "Companies and owners", "system-crc": "Companies and owners",
    "nps_division": "National Probation Service", "system-nps": "National Probation Service",
    "unit": "Reunified service", "region": "Reunified service", "national": "Reunified service",
    "trust": "Trusts and areas before 2014", "system-trusts": "Trusts and areas before 2014",
    "system-areas": "Trusts and areas before 2014",
    "sample": "Probation as a whole", "system-probation": "Probation as a whole",
    "system-london": "Probation as a whole",
}  # fmt: skip
ORDER = (
    "Companies and owners", "National Probation Service", "Reunified service", "Trusts and areas before 2014",
    "Probation as a whole", POLICY_LABEL,
)  # fmt: skip
RETURN, TERMS, OWNER = "The return to public hands", "The contract's terms and measures", "Its owner's eye on costs"
OPERATORS_NEGATIVE = {  # read one by one: at what each negative statement of an operator is directed
    "qi-0105": OWNER,
    "rr2-crc-hampshire-isle-of-wight-2020-07-08": TERMS,
    "rr2-system-mtc-02": RETURN,
    "rr2-system-sodexo-01": RETURN,
    "sys-0013": TERMS,
    "sys-0051": RETURN,
    "sys-0052": RETURN,
    "sys-0053": RETURN,
    "sys-0202": TERMS,
}


@kept
def voices(d: Dataset) -> pd.DataFrame:
    """Every voice with what stands behind it, from the most to the fewest statements.

    Returns
    -------
    pandas.DataFrame
        `voice`, `label`, `findings`, `inspections`, `sources`, `largest` (statements from its largest source),
        `relayed` (statements read in someone else's account), `compared` (30 findings or more, and no source with more
        than half of them).
    """
    live = d.live("findings")
    grouped = live.groupby("speaker")
    frame = pd.DataFrame(
        {
            "findings": grouped.size(),
            "inspections": grouped["inspection_id"].nunique(),
            "sources": grouped["source_id"].nunique(),
            "largest": grouped["source_id"].agg(lambda ids: int(ids.value_counts().iloc[0])),
            "relayed": grouped["relayed_by"].count(),
        }
    )
    frame["compared"] = (frame["findings"] >= LEAST) & (frame["largest"] <= MOST_ONE_SOURCE * frame["findings"])
    frame = frame.rename_axis("voice").reset_index().merge(d.voices[["voice", "label"]], on="voice", validate="1:1")
    columns = ["voice", "label", "findings", "inspections", "sources", "largest", "relayed", "compared"]
    return frame[columns].sort_values(["findings", "voice"], ascending=[False, True], ignore_index=True)


def compared_voices(d: Dataset) -> list[str]:
    """The voices that may be compared, from the most to the fewest statements."""
    frame = voices(d)
    return frame.loc[frame["compared"], "voice"].tolist()


@kept
def topics(d: Dataset) -> pd.DataFrame:
    """What the compared voices speak of: `voice`, `theme`, `label`, `findings`, `share` (percent of the voice's)."""
    live, themes = d.live("findings"), d.themes.set_index("theme")["label"]
    own = live[live["speaker"].isin(compared_voices(d))]
    total = own.groupby("speaker").size()
    pairs = own[["finding_id", "speaker"]].merge(d.finding_themes, on="finding_id")
    frame = pairs.groupby(["speaker", "theme"]).size().rename("findings").reset_index()
    frame = frame.rename(columns={"speaker": "voice"})
    frame["label"] = frame["theme"].map(themes)
    frame["share"] = 100 * frame["findings"] / frame["voice"].map(total)
    frame["place"] = frame["voice"].map({voice: place for place, voice in enumerate(compared_voices(d))})
    frame = frame.sort_values(["place", "findings", "label"], ascending=[True, False, True], ignore_index=True)
    return frame[["voice", "theme", "label", "findings", "share"]]


@kept
def targets(d: Dataset) -> pd.DataFrame:
    """What each live finding is about.

    Statements on contracts, private ownership or the return to public hands (by theme) come first, because there a
    negative word may defend either side; all others go by the organisation they are about.

    Returns
    -------
    pandas.DataFrame
        `finding_id`, `voice`, `target` (one of `ORDER`), `polarity`.

    Raises
    ------
    ValueError
        If an organisation belongs to no target.
    """
    live = d.live("findings")
    kinds = d.organisations.set_index("organisation_id")["kind"]
    kind = live["organisation_id"].map(TARGETS).fillna(live["organisation_id"].map(kinds).map(TARGETS))
    if kind.isna().any():
        raise ValueError(f"no target for {', '.join(sorted(set(live.loc[kind.isna(), 'organisation_id'])))}")
    coded = d.finding_themes
    policy = live["finding_id"].isin(coded.loc[coded["theme"].isin(POLICY), "finding_id"])
    target = kind.where(~policy, POLICY_LABEL)
    frame = pd.DataFrame({"finding_id": live["finding_id"], "voice": live["speaker"], "target": target})
    return frame.assign(polarity=live["polarity"])


def operators_negative(d: Dataset) -> pd.DataFrame:
    """The negative statements of operators, as findings, with `aim`: at what each is directed, read one by one.

    Raises
    ------
    ValueError
        If a negative statement of an operator has not been read, or one that was read is no longer negative.
    """
    live = d.live("findings")
    own = live[(live["speaker"] == "operator") & (live["polarity"] == "negative")]
    if odd := set(own["finding_id"]) ^ set(OPERATORS_NEGATIVE):
        raise ValueError(f"negative statements of operators have changed, read again: {', '.join(sorted(odd))}")
    frame = chosen(d, OPERATORS_NEGATIVE)
    return frame.assign(aim=frame["finding_id"].map(OPERATORS_NEGATIVE))


def table_voices(d: Dataset) -> Table:
    """Every voice, what stands behind it, and whether it is compared or only described."""
    frame = voices(d)
    many = frame[frame["compared"]]
    depth = depth_of(d, d.live("findings"))
    top = frame.iloc[0]
    return Table(
        "voices",
        pd.DataFrame(
            {
                "Voice": frame["label"],
                "Statements": frame["findings"],
                "Inspections": frame["inspections"],
                "Sources": frame["sources"],
                "From the largest source": frame["largest"],
                "Read in another's account": frame["relayed"],
                "Treatment": frame["compared"].map({True: "compared", False: "described"}),
            }
        ),
        f"{len(many)} of {len(frame)} voices say enough to be compared, and the {top['label'].lower()} makes "
        f"{top['findings']:,} of {depth.statements:,} statements",
        "Who asserts the statements collected for this book, not who carried them.",
        [DATASET],
        n=depth.words(),
        note=f"Compared: {LEAST} statements or more, no more than half of them from one source.",
    )


def chart_topics(d: Dataset) -> Chart:
    """The themes that each compared voice speaks of most, one panel for each voice, as shares of its own statements."""
    frame = topics(d).groupby("voice", sort=False).head(TOP).reset_index(drop=True)
    known = voices(d).set_index("voice")
    weak = weak_themes(d)
    frame["label"] = frame["label"] + frame["theme"].map(lambda theme: " *" if theme in weak else "")
    frame["speaker"] = frame["voice"].map(known["label"])
    first = frame.groupby("speaker", sort=False).head(1)
    each = "; ".join(
        f"{name}: {listing([f'{label} {k}' for label, k in zip(own['label'], own['findings'], strict=True)])}"
        for name, own in frame.groupby("speaker", sort=False)
    )
    live = d.live("findings")
    depth = depth_of(d, live[live["speaker"].isin(frame["voice"])])
    return Chart(
        "voice-topics",
        _draw(frame, known, "full"),
        f"The inspectorate speaks most of {first['label'].iloc[0].lower()}; "
        f"{(first['theme'].isin(POLICY)).sum()} of {len(first)} voices most of contracts or private ownership",
        f"Themes with the most statements, for each voice that may be compared; the {TOP} most frequent of each.",
        f"{len(first)} small bar charts of statements by theme; {each}.",
        data=frame[["speaker", "label", "findings", "share"]],
        sources=[DATASET],
        n=depth.words(),
        note="Bars are shares of the voice's own statements; numbers are statements. A statement may have up to three "
        "themes. Themes are machine-coded; * too weak to lean on.",
        narrow=_draw(frame, known, "narrow"),
        labels={"speaker": "Voice", "label": "Theme", "share": "Share of its statements, %"},
        formats={"share": "{:.0f}".format},
    )


def _draw(frame: pd.DataFrame, known: pd.DataFrame, width: str) -> Figure:
    names = list(dict.fromkeys(frame["voice"]))
    columns = 2 if width == "full" else 1
    rows = -(-len(names) // columns)
    fig, axes = style.figure(width, 1.65 * rows, nrows=rows, ncols=columns, sharex=True, squeeze=False)
    for ax, voice in zip(axes.flat, names, strict=False):
        _panel(ax, frame[frame["voice"] == voice], 1.2 * float(frame["share"].max()))
        name = str(known["label"][voice]).replace("Owners and companies", "Operators")
        ax.set_title(f"{name} ({known['findings'][voice]})", color=style.INK, loc="left")
    for ax in list(axes.flat)[len(names):]:
        ax.set_visible(False)
    return fig


def _panel(ax: Axes, own: pd.DataFrame, reach: float) -> None:
    spots = range(len(own))
    ax.barh(spots, own["share"], height=0.62, color=style.ACCENT)
    for y, share, k in zip(spots, own["share"], own["findings"], strict=True):
        style.direct_label(ax, share, y, str(k))
    names = own["label"].str.replace("Staff qualification and skills", "Qualification, skills")
    ax.set_yticks(spots, names.str.replace("Accountability and intervention", "Accountability"))
    ax.set(ylim=(len(own) - 0.5, -0.5), xlim=(0, reach), xticks=[])
    for side in ("bottom", "left"):
        ax.spines[side].set_visible(False)


def table_targets(d: Dataset) -> Table:
    """Negative statements of all, by what they are about, for the voices that may be compared."""
    frame = targets(d)
    names = compared_voices(d)
    labels = d.voices.set_index("voice")["label"]
    shown = pd.DataFrame({"What it is about": ORDER})
    for voice in names:
        own = frame[frame["voice"] == voice]
        shown[labels[voice]] = [_cell(own[own["target"] == target]) for target in ORDER]
    operators = operators_negative(d)  # raises when one of them has not been read
    aimed = int(operators["aim"].ne(OWNER).sum())
    own, live = frame[frame["voice"].isin(names)], d.live("findings")
    return Table(
        "voices-by-target",
        shown,
        f"{aimed} of {len(operators)} negative statements of operators are aimed at the government's terms or at its "
        "taking probation back",
        "Negative statements, of all statements, by what they are about and who speaks.",
        [DATASET],
        n=depth_of(d, live[live["finding_id"].isin(own["finding_id"])]).words(),
        note="Polarity and themes are machine-coded. In the last row a negative word may defend either side: an "
        "operator who deplores the return to public hands is defending private provision.",
        missing="none",
    )


def _cell(own: pd.DataFrame) -> str | None:
    return f"{int((own['polarity'] == 'negative').sum())} of {len(own)}" if len(own) else None


def table_operators_negative(d: Dataset) -> Table:
    """Operators' negative statements one by one, with what each is directed at."""
    frame = operators_negative(d).sort_values(["aim", "finding_id"], ignore_index=True)
    counts = frame["aim"].value_counts()
    return Table(
        "operators-negative",
        pd.DataFrame(
            {
                "Aimed at": frame["aim"],
                "What the operator said": [said(row) for _, row in frame.iterrows()],
                "Source": [source_link(d, source) for source in frame["source_id"]],
            }
        ),
        f"{counts[RETURN]} of {len(frame)} negative statements of operators defend private provision",
        "Every statement of an owner or company coded negative, and at what it is aimed, as we read it.",
        list(dict.fromkeys(frame["source_id"])),
        n=depth_of(d, frame).words(),
        note="Coded negative by language models. What operators said of their own work and was not read is not here.",
    )
