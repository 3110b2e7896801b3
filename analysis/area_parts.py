"""The parts of an area's page: who served it, inspections and ratings, owners, numbers, statements, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis import areas
from analysis.cells import Link
from analysis.exhibits import listing
from analysis.inspection_pages import entry_title, inspection_link, rating_of
from analysis.lookup import KINDS, when
from analysis.markup import Html, folded, heading, inline, items, link, paragraph, table, terms
from analysis.page_context import AREAS, Context
from analysis.places import depth
from analysis.statements import said, voice_words
from analysis.wording import capitalised

BASES = {
    "stated": "",
    "inferred": " (inferred)",
    "general_knowledge": " (general knowledge)",
    "seed": "",
}
ENDED = ("trust", "crc", "nps_division")
SILENCE = "Silence in the record is not silence in a report."


def lifetime(row: pd.Series) -> str:
    """From when to when an organisation existed, as far as the record says; none of the kinds `ENDED` exists still."""
    start, end = (when(row[end]).replace(" ", "\N{NO-BREAK SPACE}") for end in ("start", "end"))
    if start and not end:
        return f"from {start}" + ("; end day not known" if row["kind"] in ENDED else "")
    return f"{start} to {end}" if start else f"until {end}" if end else ""


def served(at: Context, organisations: pd.DataFrame) -> Html:
    """Table of the organisations that served the area, linked by what came before and after."""
    every = areas.inspections_of(at.data, organisations)
    inspected = every.loc[~every["elsewhere"], "organisation_id"].value_counts()
    rows = organisations[organisations["kind"] != "region"]
    frame = pd.DataFrame({
        "Organisation": [Link(str(o["name"]), f"#{o['organisation_id']}") for o in rows.to_dict("records")],
        "Kind": [KINDS.get(str(kind), "Place") for kind in rows["kind"]],
        "Existed": [lifetime(row) or None for _, row in rows.iterrows()],
        "Relation to the area": [
            capitalised(f"{areas.RELATIONS[o['relation']]}{BASES[o['basis']]}") for o in rows.to_dict("records")
        ],
        "Inspections": [int(inspected.get(key, 0)) for key in rows["organisation_id"]],
    })
    note = (
        "Relations not marked are stated in a source. Those marked general knowledge come from no source that was "
        "read, but from the names and boundaries of the services."
    )
    return table(frame, f"{len(rows)} organisations that served this area or a wider one", note)


def inspections(at: Context, frame: pd.DataFrame, name: str) -> Html:
    """Table of all inspections, with rating, owner and source."""
    if frame.empty:
        return paragraph(f"The record holds no inspection of services in {name}.")
    rows = [row for _, row in frame.iterrows()]
    shown = pd.DataFrame({
        "Inspection": [inspection_link(row, entry_title(row)) for row in rows],
        "Overall rating": [rating_of(row) for row in rows],
        "Owner of the cases": [_owner(row["owner_sampled"]) for row in rows],
        "Source": [at.sources([row["rating_source_id"], row["source_id"]]) for row in rows],
    })
    stated = int((frame["rating_basis"] == "stated").sum())
    note = (
        "Each inspection leads to everything recorded of it. Ratings of companies, of units and of regions answer to "
        "different standards and are not one series; inspections before 2018 gave none. The owner is that of the day "
        "when the cases were drawn."
    )
    return table(shown, f"{len(frame)} inspections, {stated} with a stated overall rating", note)


def _owner(owner: Any) -> str | None:
    return None if pd.isna(owner) else capitalised(str(owner))


def looked_at(row: pd.Series) -> str:
    """What an inspection looked at: the whole, which part, or which work."""
    if row["regime"] == "dynamic":
        return str(row["area_inspected"])
    if row["coverage"] == "whole":
        return "the whole"
    if row["coverage"] == "part":
        return f"a part: {row['area_inspected']}"
    return "not known how much"


def owners(at: Context, spells: pd.DataFrame) -> Html | None:
    """Table of owners by date."""
    if spells.empty:
        return None
    frame = pd.DataFrame({
        "Company": spells["service"].to_list(),
        "Owner": [capitalised(str(owner)) for owner in spells["owner"]],
        "From": [when(day) or None for day in spells["start"]],
        "To": [when(day) or None for day in spells["end"]],
        "Basis": [capitalised(str(basis).replace("_", " ")) for basis in spells["basis"]],
        "Source": [at.links[source] for source in spells["source_id"]],
    })
    return table(frame, "Owners of the companies, by date", "The last day of one spell is the first of the next.")


def numbers(at: Context, frame: pd.DataFrame, caption: str) -> Html | None:
    """Table of numbers, each in its source's words of bound, with who reported it."""
    if frame.empty:
        return None
    rows = frame.to_dict("records")
    shown = pd.DataFrame({
        "What": [str(row["metric"]) for row in rows],
        "Value": [str(row["printed"]) for row in rows],
        "Service": [str(row["service"]) for row in rows],
        "When": [row["period"] or None for row in rows],
        "Reported by": [str(row["reported"]) for row in rows],
        "Source": [at.links[row["source_id"]] for row in rows],
    })
    note = (
        "Values as their sources give them: a bound or a fraction stays in words. They differ in date, in service and "
        "in who counted, and make no series."
    )
    return table(shown, caption, note)


def statement_items(at: Context, frame: pd.DataFrame, service: bool = True) -> Html:
    """Statements as a list: in our words, the words quoted, the voice, the source, the other themes."""
    entries = []
    for _, row in frame.iterrows():
        about = f" On {row['service']}." if service else ""
        also = f" Also under {listing([one.lower() for one in row['also']])}." if row["also"] else ""
        line = [inline(f"{said(row)} "), Html('<span class="record-voice">'), inline(f"{voice_words(row)}: ")]
        line += [inline(at.links[row["source_id"]]), inline(f".{about}{also}"), Html("</span>")]
        entries.append(Html("".join(line)))
    return items(entries, "record-statements")


def theme_counts(at: Context, frame: pd.DataFrame) -> Html:
    """Table of statements by main theme: how many are the inspectorate's, how many others'."""
    own = frame["speaker"].eq("inspectorate")
    counts = frame.assign(own=own, other=~own).groupby("theme")[["own", "other"]].sum()
    counts = counts.assign(n=counts.sum(axis=1)).sort_values("n", ascending=False, kind="stable").reset_index()
    shown = counts.rename(columns={"theme": "Theme", "own": "Inspectorate", "other": "Other voices", "n": "Statements"})
    note = (
        f"Each statement counts once, under its main theme. Rests on {depth(at.data, frame)}. {SILENCE} All of them, "
        "with voice and source, are on the web page of the area."
    )
    return table(shown, f"{len(frame)} statements by main theme", note)


def themes(at: Context, frame: pd.DataFrame) -> Html:
    """All statements, by main theme, each theme folded."""
    size = frame["theme"].value_counts()
    order = sorted(size.index, key=lambda theme: (-int(size[theme]), str(theme)))
    parts = []
    for theme in order:
        rows = frame[frame["theme"] == theme]
        parts.append(folded(f"{theme}: {_counted(len(rows), 'statement')}", statement_items(at, rows)))
    return Html("".join(parts))


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def service_sections(at: Context, organisations: pd.DataFrame) -> Html:
    """Each organisation by itself, with all its inspections, under its permanent anchor; the first is the region."""
    every = areas.inspections_of(at.data, organisations)
    region = str(organisations.loc[organisations["kind"] == "region", "organisation_id"].iloc[0])
    standards = at.standards
    said_of = at.data.live("findings")["organisation_id"].value_counts()
    counted = at.data.live("indicators")["organisation_id"].value_counts()
    return Html("".join(
        _service(at, row, every[every["organisation_id"] == row["organisation_id"]], standards,
                 (int(said_of.get(row["organisation_id"], 0)), int(counted.get(row["organisation_id"], 0))),
                 region)
        for _, row in organisations.iterrows()
    ))  # fmt: skip


def _service(
    at: Context, row: pd.Series, seen: pd.DataFrame, standards: pd.DataFrame, held: tuple[int, int],
    region: str,
) -> Html:  # fmt: skip
    key = str(row["organisation_id"])
    near = areas.linked(at.data, key)

    def names(ids: Iterable[str]) -> list[Any]:
        return [at.organisation(one) for one in ids]

    elsewhere = None
    if at.pages[key] != region:
        home = areas.area_of(at.data, at.pages[key]).name
        elsewhere = link(f"its section on the page of {home}", f"{AREAS}/{at.pages[key]}#{key}")
    pairs = {
        "What it is": areas.KINDS[str(row["kind"])],
        "Existed": lifetime(row),
        "Before it": names(near["before"]),
        "After it": names(near["after"]),
        "Beside it": names(near["beside"]) if row["kind"] in ("crc", "nps_division") else [],
        "Note": "" if pd.isna(row["note"]) else capitalised(str(row["note"])),
        "Recorded": f"{_counted(held[0], 'statement')} and {_counted(held[1], 'number')}",
        "Cite as": elsewhere,
    }
    parts = [heading(3, str(row["name"]), key), terms(pairs)]
    if seen.empty:
        parts.append(paragraph("The record holds no inspection of it."))
    else:
        parts.append(items([_inspected(one, standards) for _, one in seen.iterrows()]))
    return Html(f'<section class="record-service" id="{key}">{"".join(parts)}</section>')


def _inspected(row: pd.Series, standards: pd.DataFrame) -> Html:
    """One inspection in a line: date, what was looked at, rating, ratings of standards."""
    own = standards[standards["inspection_id"] == row["inspection_id"]]
    known = ""
    if len(own):
        judged = [
            f"{one['standard_name']}: {str(one['judgement']).replace('_', ' ')}"
            + (" (inferred)" if one["basis"] == "inferred" else "")
            for one in own.to_dict("records")
        ]
        known = f" Known of its standards: {'; '.join(judged)}."
    dated = row["published_words"] or "Date not known"
    looked = looked_at(row)
    reached = "" if looked == "the whole" else f", {looked}"
    words = inspection_link(row, f"{dated}{reached}")
    return Html(f"{inline(words)}: {inline(rating_of(row))}.{inline(known) if known else ''}")


def missing(at: Context, organisations: pd.DataFrame, frame: pd.DataFrame, name: str) -> Html:
    """What is not known of an area, said rather than left blank."""
    local = organisations[organisations["relation"].isin(["same", "within"])]
    never = local[~local["organisation_id"].isin(at.data.inspections["organisation_id"]) & (local["kind"] != "system")]
    unrated = areas.without_rating(frame)
    scored = int(frame["score"].notna().sum())
    sampled = int((frame["cases_inspected"].notna() & (frame["cases_basis"].fillna("") != "unverified")).sum())
    lines: list[Any] = []
    if len(never):
        lines.append(f"No inspection in the record: {listing(never['name'], most=12)}.")
    for _, row in unrated.iterrows():
        inferred = str(row["rating_basis"]) == "inferred"
        how = "inferred by elimination, never stated" if inferred else "not known or not given"
        lines.append(Html(f"Overall rating {inline(how)}: {inspection_link(row, entry_title(row))}."))
    rated = int(frame["regime"].isin(["rated", "unit", "region"]).sum())
    known = at.standards["inspection_id"]
    some = int((frame["inspection_id"].isin(known) & frame["regime"].isin(["rated", "unit", "region"])).sum())
    lines.append(f"Ratings of single standards: known, in part, for {some} of {rated} rated inspections.")
    cases = f"Number of cases inspected: for {sampled or 'none'}."
    lines.append(f"Score: known for {scored} of {len(frame)} inspections. {cases}")
    for gap in areas.gaps_of(at.data, organisations).to_dict("records"):
        note = "" if pd.isna(gap["note"]) else f" ({gap['note']})"
        lines.append(f"{gap['what']}: looked for in {gap['where_looked']}, and not found{note}.")
    lines.append(f"Parts of {name} in which no unit was inspected have no page of their own here.")
    return items(lines)
