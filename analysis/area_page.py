"""An area's page, made from the data by one template: its sections in order, and everything on it as one CSV."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import area_parts, areas
from analysis.area_timeline import area_chart, stated_ratings
from analysis.cells import csv_text
from analysis.exhibits import Chart, listing
from analysis.lookup import when
from analysis.markup import Html, items, link, paragraph
from analysis.page_context import Context
from analysis.places import STAFFING, Area, depth
from analysis.statements import said, voice_words
from analysis.wording import capitalised, in_running_text, number_word

DOWNLOADS = "downloads/places"
ON_WEB = "web"
HELD = {
    "trust": ("probation trust", "probation trusts"),
    "crc": ("community rehabilitation company", "community rehabilitation companies"),
    "nps_division": ("NPS division", "NPS divisions"),
    "unit": ("delivery unit", "delivery units"),
}


@dataclass(frozen=True)
class Section:
    """A section of a page: anchor, title, HTML; ``only="web"`` leaves it out of the printed book."""

    anchor: str
    title: str
    html: str
    only: str = ""


@dataclass(frozen=True)
class Record:
    """All that is known of an area: the frames that its page, its CSV and its brief are made of.

    `elsewhere` holds the inspections of wider services that looked only outside the area; what was said and counted in
    them is left out.
    """

    area: Area
    organisations: pd.DataFrame
    inspections: pd.DataFrame
    elsewhere: pd.DataFrame
    owners: pd.DataFrame
    numbers: pd.DataFrame
    staffing: pd.DataFrame
    findings: pd.DataFrame
    chart: Chart


def record(at: Context, region: str) -> Record:
    """Gather what the dataset holds on an area."""
    d, area = at.data, areas.area_of(at.data, region)
    organisations = areas.organisations_of(d, region, dict(at.pages))
    every = areas.inspections_of(d, organisations)
    elsewhere = every[every["elsewhere"]]

    def here(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[~frame["inspection_id"].isin(elsewhere["inspection_id"])].reset_index(drop=True)

    numbers = here(areas.numbers_of(d, organisations))
    return Record(
        area,
        organisations,
        here(every),
        elsewhere,
        areas.owners_of(d, organisations),
        numbers,
        numbers[numbers["theme"].isin(STAFFING)],
        here(areas.findings_of(d, organisations)),
        area_chart(d, area, organisations, every),
    )


def lead(at: Context, of: Record) -> list[str]:
    """Sentences that say what an area's record holds, each computed."""
    local = of.organisations[of.organisations["relation"].isin(["same", "within"])]
    wider = of.organisations[of.organisations["relation"].isin(["wider", "overlaps"])]
    own = of.inspections[of.inspections["organisation_id"].isin(local["organisation_id"])]
    kinds = local["kind"].value_counts()
    held = [
        f"{in_running_text(int(kinds[kind]))} {words[int(kinds[kind]) > 1]}"
        for kind, words in HELD.items() if kind in kinds
    ]  # fmt: skip
    began = when(str(of.organisations.set_index("organisation_id")["start"][of.area.seed]))
    lines = [
        f"{of.area.name} has been a region of the Probation Service since {began}. Of services with just its area or "
        f"a part of it, this record knows {listing(held)}."
    ]
    if len(wider):
        lines.append(f"Others covered more than the area, or another part as well: {listing(wider['name'])}.")
    more = len(of.inspections) - len(own)
    lines.append(
        f"The record holds {len(own)} inspections of its own services"
        + (f" and {more} of those wider ones" if more else "")
        + f". {_left_out(of.elsewhere)}"
        + f"The overall ratings of its own services, where stated: {stated_ratings(of.inspections) or 'none'}."
    )
    lines.append(f"It also holds {len(of.numbers)} numbers and {depth(at.data, of.findings)}. {area_parts.SILENCE}")
    return lines


def _left_out(elsewhere: pd.DataFrame) -> str:
    """A sentence on the inspections of wider services that looked only outside the area, if there are any."""
    if elsewhere.empty:
        return ""
    places = "; ".join(dict.fromkeys(elsewhere["area_inspected"]))
    are, them = ("is", "it") if len(elsewhere) == 1 else ("are", "them")
    more = capitalised(number_word(len(elsewhere)))
    return (
        f"{more} more, of the wider ones, looked only elsewhere ({places}) and {are} left out, with what was said and "
        f"counted in {them}. "
    )


def sections(at: Context, of: Record) -> list[Section]:
    """The sections of an area's page, in order; the timeline stands after the first two."""
    d, name = at.data, of.area.name
    files = items([
        link("Everything on this page (CSV)", f"file:{DOWNLOADS}/{of.area.slug}.csv"),
        link(f"Two-page brief on {name} (PDF)", f"file:{DOWNLOADS}/{of.area.slug}-brief.pdf"),
    ], "downloads")  # fmt: skip
    made = [
        Section("in-brief", "In brief", "".join(paragraph(one) for one in lead(at, of)) + files),
        Section("organisations", "Who served the area", area_parts.served(at, of.organisations)),
        Section("timeline", "Timeline", ""),
        Section("inspections", "Inspections and ratings", area_parts.inspections(at, of.inspections, name)),
    ]
    owners = area_parts.owners(at, of.owners)
    staffing = area_parts.numbers(at, of.staffing, f"{len(of.staffing)} numbers on staff, qualification and workload")
    made += [Section("owners", "Owners", owners)] if owners else []
    none = paragraph(f"The record holds no number on staff or caseloads of {name} alone.")
    made.append(Section("staff", "Staff and caseloads", staffing or none))
    if len(of.findings):
        made.append(Section("themes", "What was said, by theme", area_parts.theme_counts(at, of.findings)))
        told = paragraph(
            "In our words; words quoted stand in quotation marks. Each statement stands under its main theme with the "
            "voice that makes it and the source in which it was read."
        )
        made.append(Section("statements", "Every statement", told + area_parts.themes(at, of.findings), ON_WEB))
    made.append(
        Section("services", "The services one by one",
                area_parts.service_sections(at, of.organisations), ON_WEB)
    )  # fmt: skip
    missing = area_parts.missing(at, of.organisations, of.inspections, name)
    made.append(Section("missing", "What is not known", missing + _silent(d)))
    return made


def _silent(d: Any) -> Html:
    return paragraph(
        "Most sources were read through their opening only, and the ratings of single standards that are known are "
        "mostly those that made news. Nothing follows here from a blank."
    )


COLUMNS = ["kind", "record_id", "service", "inspection_id", "date", "what", "said", "voice", "basis", "source_id"]


def everything(at: Context, of: Record) -> str:
    """Everything on an area's page as one CSV, a row for each fact, with the id under which the dataset holds it."""
    rows: list[dict[str, Any]] = []
    for o in of.organisations.to_dict("records"):
        rows.append({
            "kind": "organisation", "record_id": o["organisation_id"], "service": o["name"],
            "date": _span(o["start"], o["end"]), "what": areas.KINDS[o["kind"]], "said": areas.RELATIONS[o["relation"]],
            "basis": o["basis"], "source_id": o["source_id"],
        })  # fmt: skip
    for o in of.owners.to_dict("records"):
        rows.append({
            "kind": "owner", "record_id": o["organisation_id"], "service": o["service"],
            "date": _span(o["start"], o["end"]), "what": "Owner", "said": o["owner"], "basis": o["basis"],
            "source_id": o["source_id"],
        })  # fmt: skip
    every = pd.concat([of.inspections, of.elsewhere])
    for o in every.to_dict("records"):
        outside = ", outside the area" if o["elsewhere"] else ""
        rows.append({
            "kind": "inspection", "record_id": o["inspection_id"], "service": o["service"],
            "inspection_id": o["inspection_id"], "date": o["published"],
            "what": f"Overall rating; looked at {area_parts.looked_at(pd.Series(o))}{outside}",
            "said": o["overall_rating"], "voice": "Inspectorate", "basis": o["rating_basis"],
            "source_id": o["rating_source_id"] if pd.notna(o["rating_source_id"]) else o["source_id"],
        })  # fmt: skip
    judged = at.standards[at.standards["inspection_id"].isin(every["inspection_id"])]
    for o in judged.to_dict("records"):
        rows.append({
            "kind": "standard", "record_id": f"{o['inspection_id']}/{o['standard']}", "service": o["service"],
            "inspection_id": o["inspection_id"], "what": o["standard_name"], "said": o["judgement"],
            "voice": "Inspectorate", "basis": o["basis"], "source_id": o["source_id"],
        })  # fmt: skip
    for o in of.numbers.to_dict("records"):
        rows.append({
            "kind": "number", "record_id": o["indicator_id"], "service": o["service"],
            "inspection_id": o["inspection_id"], "date": _span(o["start"], o["end"]), "what": o["metric"],
            "said": o["printed"], "voice": o["voice"], "basis": o["basis"], "source_id": o["source_id"],
        })  # fmt: skip
    for _, row in of.findings.iterrows():
        rows.append({
            "kind": "statement", "record_id": row["finding_id"], "service": row["service"],
            "inspection_id": row["inspection_id"], "what": row["theme"], "said": said(row), "voice": voice_words(row),
            "source_id": row["source_id"],
        })  # fmt: skip
    frame = pd.DataFrame(rows).reindex(columns=COLUMNS)
    links = {key: one.text for key, one in at.links.items()}
    return csv_text(frame.assign(source=frame["source_id"].map(links)))


def _span(start: Any, end: Any) -> str:
    first, last = ("" if pd.isna(one) else str(one) for one in (start, end))
    return first if first == last else f"{first}/{last}"
