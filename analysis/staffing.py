"""Who does the work: staffing beside ratings where both are known, cases that go the other way, and kinds of claim."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, Words, claim
from analysis.data import Dataset
from analysis.exhibits import Table, rating_cell
from analysis.kept import kept
from analysis.leadership import casework_words, with_rating
from analysis.lookup import indicator, published_words, service_name, source_links
from analysis.places import said as value_said
from analysis.ratings import GOOD_OR_BETTER
from analysis.staffing_facts import period, voice
from analysis.statements import Depth, by_date, chosen, depth_of, said, select, statement_rows, voice_words
from analysis.wording import capitalised, number_word

RATES = {  # staffing against a requirement: what the number is a share of
    "probation_officer_vacancy_rate": "of officer posts vacant",
    "probation_officers_share_of_target": "of the officers needed in post",
    "officer_vacancies_unfilled_share": "of officer vacancies unfilled",
    "probation_officer_shortfall_rate": "short of officers",
    "staff_vacancy_rate": "of all posts vacant",
    "pso_vacancy_rate": "of service officer posts vacant",
    "spo_vacancy_rate": "of senior officer posts vacant",
    "court_team_vacancy_rate": "of court team posts vacant",
}
ENOUGH = {  # staffing or workload called sufficient: the statement of it, then those on the work; read one by one
    "crc-warwickshire-west-mercia-2017-11": ("qi-0083", "qi-0084", "qi-0113"),
    "crc-durham-tees-valley-2019-03": ("rr1-080", "rr1-082"),
    "crc-south-yorkshire-2019-03": ("qi-0214", "qi-0204"),
    "pdu-birmingham-north-east-solihull-2022-08": ("reun-019", "reun-018"),
    "pdu-blackburn-with-darwen-2023-06": ("reun-049", "reun-050"),
    "pdu-cumbria-2023": ("reun-055",),
    "pdu-north-north-east-lincolnshire-2024-12": ("reun-115", "reun-227"),
    "pdu-stockton-hartlepool-2025": ("reun-139", "reun-140"),
    "pdu-south-tyneside-gateshead-2025": ("reun-135", "reun-193"),
    "pdu-sunderland-2025": ("reun-131", "reun-235"),
}
SHORT = {  # shortage or heavy workload, and a service rated good
    "nps-south-west-south-central-2018-11": ("rr1-029",),
    "nps-midlands-2018-12": ("rr1-039",),
    "nps-north-west-2019-02": ("rr1-073", "rr1-075"),
    "nps-wales-2019-04": ("rr1-101", "rr1-103"),
    "nps-north-east-2019-06": ("rr1-136",),
    "crc-durham-tees-valley-2020-04": ("rr2-crc-durham-tees-valley-2020-04-06",),
}
KINDS = {  # what is claimed of staff: statements
    "Not qualified": ("qi-0194", "rr1-071", "rr1-117", "rr2-crc-west-yorkshire-2020-03-01", "rr1-133"),
    "In place of the qualified": ("qi-0195", "rr2-system-crc-13"),
    "Qualified, not ready": ("reun-069",),
    "New or inexperienced": ("rr1-084", "reun-076", "reun-078", "reun-160", "reun-173"),
    "Not trained for the task": ("qi-0384", "qi-0201", "qi-0295"),
    "Too few": ("reun-158", "reun-100"),
}


@kept
def known_with_rating(d: Dataset) -> pd.DataFrame:
    """Inspections of units and NPS divisions with a number on staffing against a requirement and a stated rating.

    Returns
    -------
    pandas.DataFrame
        `inspection_id`, `regime`, `facts` (the numbers as said, joined), `overall_rating`, `casework` (what is known
        of the casework standards), `source_ids`, `published_from`; in the order of publication.
    """
    live = d.live("indicators").merge(d.metrics[["metric_id", "unit"]], on="metric_id", validate="m:1")
    live = live[live["metric_id"].isin(RATES) & live["inspection_id"].notna()]
    inspections = d.inspections[d.inspections["rating_basis"] == "stated"].set_index("inspection_id")
    live = live[live["inspection_id"].isin(inspections.index)]
    order = {metric: place for place, metric in enumerate(RATES)}
    live = live.assign(order=live["metric_id"].map(order)).sort_values(["inspection_id", "order"])
    rows = []
    for name, own in live.groupby("inspection_id"):
        row = inspections.loc[name]
        rows.append(
            {
                "inspection_id": name, "regime": row["regime"],
                "facts": "; ".join(_fact(d, fact) for _, fact in own.iterrows()),
                "overall_rating": str(row["overall_rating"]), "casework": casework_words(d, str(name)),
                "source_ids": [*own["source_id"].unique(), row["rating_source_id"]],
                "published_from": row["published_from"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows).sort_values(["published_from", "inspection_id"], ignore_index=True)


def _fact(d: Dataset, row: pd.Series) -> str:
    whose = voice(row)
    dated = f", {period(d, row)}" if pd.notna(row["start"]) else ""
    return f"{value_said(row)} {RATES[row['metric_id']]}{dated}" + (f" ({whose})" if whose else "")


def table_staffing_ratings(d: Dataset) -> Table:
    """Every inspection with both a number on staffing against a requirement and a stated overall rating."""
    frame = known_with_rating(d)
    inspections = d.inspections.set_index("inspection_id")
    shown = pd.DataFrame(
        {
            "Service, report, overall rating": [
                with_rating(f"{service_name(d, i)}, {published_words(inspections.loc[i])}", rating_cell(rating))
                for i, rating in zip(frame["inspection_id"], frame["overall_rating"], strict=True)
            ],
            "Staffing, as said": frame["facts"],
            "Casework ratings and sources": [
                ["Not found" if pd.isna(words) else words, *source_links(d, ids)]
                for words, ids in zip(frame["casework"], frame["source_ids"], strict=True)
            ],
        }
    )
    known = staffing_rating_known(d)
    return Table(
        "staffing-ratings",
        shown,
        f"A staffing number and a rating are known together for {known.k} of {known.n} unit inspections",
        "Staffing against a requirement beside the overall rating, delivery units and NPS divisions, 2019 to 2025.",
        [source for ids in frame["source_ids"] for source in ids],
        n=f"{len(frame)} inspections, all that were found",
        note="The numbers answer different questions and are not ranked. They were reported because staffing was news, "
        "mostly bad news: no rate of how often the two go together can be read from them.",
    )


def _pairs(d: Dataset, cases: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """Rows of a table of inspections with the statements on each, in the order of publication."""
    frame = by_date(d, chosen(d, [i for ids in cases.values() for i in ids]))
    inspections = d.inspections.set_index("inspection_id")
    rows = []
    for name in dict.fromkeys(frame["inspection_id"]):
        own = chosen(d, cases[name])
        if set(own["inspection_id"]) != {name}:
            raise ValueError(f"a statement listed for {name} is about another inspection")
        row = inspections.loc[name]
        rating = row["overall_rating"] if str(row["rating_basis"]) == "stated" else None
        part = f" ({row['area_inspected']} only)" if row["coverage"] == "part" else ""
        rows.append(
            {
                "Service, report, overall rating": with_rating(
                    f"{service_name(d, name)}{part}, {published_words(row)}", rating_cell(rating)
                ),
                "What was said": " ".join(_voiced(fact) for _, fact in own.iterrows()),
                "overall_rating": rating,
                "Sources": source_links(d, own["source_id"]), "source_ids": list(own["source_id"]),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _voiced(row: pd.Series) -> str:
    """A statement in our words; its voice follows unless it was read in the inspectorate's own pages."""
    own = row["speaker"] == "inspectorate" and pd.isna(row["relayed_by"])
    return said(row) if own else f"{said(row)} [{voice_words(row)}]"


def table_enough(d: Dataset) -> Table:
    """Inspections where staffing or workload was called sufficient and casework was not."""
    frame = _pairs(d, ENOUGH)
    if frame["overall_rating"].isin(GOOD_OR_BETTER).any():
        raise ValueError("a service listed for poor work is rated good: read its row again")
    return Table(
        "enough-staff",
        frame.drop(columns=["source_ids", "overall_rating"]),
        f"{capitalised(number_word(len(frame)))} inspections found staffing or workload in order, the work not",
        "Inspections where staffing or workload was called sufficient or manageable, and casework was criticised.",
        [source for ids in frame["source_ids"] for source in ids],
        n=_words(depth_of(d, chosen(d, [i for ids in ENOUGH.values() for i in ids]))),
        note="Picked by reading. Quality & Impact inspections gave no overall rating. Inexperience and sickness are "
        "part of the account in some of them, as the words say.",
    )


def table_short(d: Dataset) -> Table:
    """Inspections where staff were short or workloads heavy, and the service was rated good."""
    frame = _pairs(d, SHORT)
    if not frame["overall_rating"].isin(GOOD_OR_BETTER).all():
        raise ValueError("a service listed as rated good is not: read its row again")
    nps = sum(name.startswith("nps-") for name in SHORT)
    return Table(
        "short-staff",
        frame.drop(columns=["source_ids", "overall_rating"]),
        f"In {number_word(len(frame))} services rated good some staff were short or overloaded; {number_word(nps)} "
        "were NPS divisions",
        "Inspections where staff were short or some workloads too high, and the overall rating was good, 2018 to 2020.",
        [source for ids in frame["source_ids"] for source in ids],
        n=_words(depth_of(d, chosen(d, [i for ids in SHORT.values() for i in ids]))),
        note="Picked by reading. Companies and divisions supervised different people by design: not compared here.",
    )


def _words(depth: Depth) -> str:
    return (
        f"{depth.statements} statements on {depth.inspections} inspections from {depth.sources} sources, "
        f"{depth.opening} of them read through their opening only"
    )


def table_kinds(d: Dataset) -> Table:
    """Different claims about staff that are often run together, each with its words and source."""
    parts = [chosen(d, ids).assign(kind=kind) for kind, ids in KINDS.items()]
    frame = pd.concat(parts, ignore_index=True)
    shown = statement_rows(d, frame)
    shown.insert(0, "Claim", frame["kind"])
    depth = depth_of(d, frame)
    return Table(
        "kinds-of-claim",
        shown,
        f"{capitalised(number_word(int(frame['kind'].nunique())))} different things that are said of staff",
        "Statements on qualification, experience, training and numbers, sorted by what each asserts, 2016 to 2026.",
        list(frame["source_id"]),
        n=f"{depth.statements} statements from {depth.sources} sources, {depth.opening} of them read through their "
        "opening only",
        note="The sorting is ours, by the wording. A person may be several of these at once, or only one of them.",
        missing="not dated",
    )


@claim(
    "staffing_rating_known", "unit inspections with a staffing number and a stated overall rating",
    caveat="Numbers on vacancies or officers in post; reported because staffing was news.",
)  # fmt: skip
def staffing_rating_known(d: Dataset) -> Count:
    """Inspections of delivery units with a number on staffing against a requirement and a stated overall rating."""
    frame = known_with_rating(d)
    return Count(int((frame["regime"] == "unit").sum()), int((d.inspections["regime"] == "unit").sum()))


@claim("staffing_rating_good", "services rated good among those with a staffing number and a rating")
def staffing_rating_good(d: Dataset) -> Count:
    """Of the units and divisions with a number on staffing and a stated rating, those rated *good* or better."""
    frame = known_with_rating(d)
    return Count(int(frame["overall_rating"].isin(GOOD_OR_BETTER).sum()), len(frame))


@claim("staffing_enough_weak", "inspections with staffing or workload in order and weak casework, found by reading")
def staffing_enough_weak(d: Dataset) -> Number:
    """Inspections picked by reading where staffing or workload was called sufficient and casework was criticised."""
    return Number(len(_pairs(d, ENOUGH)), "inspections")


@claim("staffing_short_good", "services rated good with staff short or some overloaded, found by reading")
def staffing_short_good(d: Dataset) -> Number:
    """Inspections picked by reading where staff were short or some workloads too high and the rating was good."""
    return Number(len(_pairs(d, SHORT)), "services")


def _coded(d: Dataset) -> Depth:
    return depth_of(d, select(d, ["staffing_levels", "staff_qualification", "workload"]))


@claim("staffing_statements", "statements coded to staffing, qualification or workload")
def staffing_statements(d: Dataset) -> Number:
    """Live statements, about an inspection or not, coded to staffing levels, staff qualification or workload."""
    return Number(_coded(d).statements, "statements")


@claim("staffing_statement_inspections", "inspections with a statement on staffing, qualification or workload")
def staffing_statement_inspections(d: Dataset) -> Number:
    """Inspections with a live statement coded to staffing levels, staff qualification or workload."""
    return Number(_coded(d).inspections, "inspections")


@claim("staffing_statement_sources", "sources of those statements that were read by their opening only")
def staffing_statement_sources(d: Dataset) -> Count:
    """Of the sources of statements on staffing, qualification or workload, those read through their opening only."""
    return Count(_coded(d).opening, _coded(d).sources)


@claim("staffing_crcs_warned", "CRCs formally told by the ministry to raise staffing levels in a year")
def staffing_crcs_warned(d: Dataset) -> Number | Words:
    """CRCs that contract managers had formally notified of low staffing in the year to January 2018."""
    row = indicator(d, "ind-sys-0352")
    source = (str(row["source_id"]),)
    none = float(row["value"]) == 0
    return Words("no company", sources=source) if none else Number(float(row["value"]), "companies", sources=source)
