"""Names, dates and links that tables print: what an identifier stands for, in words."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.cells import Link
from analysis.data import Dataset
from analysis.wording import Date

REGISTER = "chapters/reference/sources"
SHORT = {"HM Inspectorate of Probation": "HMI Probation"}
REGIMES = {
    "trust": "Probation trusts",
    "early_implementation": "Early implementation",
    "quality_impact": "Quality & Impact",
    "rated": "Rated inspections",
    "unit": "Delivery units",
    "region": "Regions",
    "national": "National",
    "dynamic": "Public protection in regions",
}
SHORT_SERVICES = {"Bedfordshire, Northamptonshire, Cambridgeshire and Hertfordshire CRC": "BeNCH CRC"}
SHORT_NOTE = "BeNCH: Bedfordshire, Northamptonshire, Cambridgeshire and Hertfordshire."
KINDS = {
    "trust": "Trust",
    "sample": "Sample of areas",
    "crc": "CRC",
    "nps_division": "NPS division",
    "unit": "Delivery unit",
    "region": "Region",
    "national": "National",
}


def service_name(d: Dataset, identifier: str) -> str:
    """Name of an organisation, given its own id or that of an inspection of it.

    Raises
    ------
    KeyError
        If neither an organisation nor an inspection has that id.
    """
    inspections = d.inspections.set_index("inspection_id")["organisation_id"]
    names = d.organisations.set_index("organisation_id")["name"]
    return str(names[inspections.get(identifier, identifier)])


def service_names(d: Dataset, identifiers: pd.Series) -> pd.Series:
    """Names of many organisations, by organisation id."""
    return identifiers.map(d.organisations.set_index("organisation_id")["name"])


def short_names(names: pd.Series) -> pd.Series:
    """Names as narrow columns print them; `SHORT_NOTE` explains the one that is not a shortening of itself."""
    short = names.replace(SHORT_SERVICES)
    return short.str.replace(r" (division|region|Probation Trust)$", "", regex=True)


def source_link(d: Dataset, source_id: str) -> Link:
    """A link to a source's entry in the register, its words the publisher and the date.

    Raises
    ------
    KeyError
        If there is no such source.
    """
    source = _row(d.sources, "source_id", source_id)
    dated = when(source["published"]) or "undated"
    publisher = SHORT.get(source["publisher"], source["publisher"])
    return Link(f"{publisher}, {dated}", f"{REGISTER}#source-{source_id}")


def source_links(d: Dataset, source_ids: Iterable[str]) -> list[Link]:
    """Links to several sources, each once, in the order given."""
    return [source_link(d, source) for source in dict.fromkeys(s for s in source_ids if pd.notna(s))]


def undated_links(d: Dataset, source_ids: Iterable[str]) -> list[Link]:
    """Links to sources of people who are not named: their words are the publisher alone, each target once."""
    publishers = d.sources.set_index("source_id")["publisher"]
    names = dict.fromkeys(source_ids)
    return [Link(SHORT.get(publishers[name], publishers[name]), f"{REGISTER}#source-{name}") for name in names]


def when(iso: str | None) -> str:
    """An ISO date as precise as it is: "March 2019", "9 November 2017", "2024"; empty if there is none."""
    return "" if iso is None or pd.isna(iso) else Date(str(iso)).forms()[""]


def published_words(inspection: pd.Series) -> str:
    """When a report was published, as far as it is known.

    Takes a row of `inspections`: `published`, or else the bounds `published_earliest` and `published_latest`.
    """
    if pd.notna(inspection["published"]):
        return when(inspection["published"])
    early, late = (when(inspection.get(f"published_{end}")) for end in ("earliest", "latest"))
    return f"{early} to {late}" if early and late else f"not before {early}" if early else ""


def finding(d: Dataset, finding_id: str) -> pd.Series:
    """One statement that may be shown.

    Raises
    ------
    KeyError
        If it is merged, withheld or unknown.
    """
    return _row(d.live("findings"), "finding_id", finding_id)


def indicator(d: Dataset, indicator_id: str) -> pd.Series:
    """One number that may be shown and that the analysis prefers where sources differ.

    Raises
    ------
    KeyError
        If it is merged, withheld, not preferred or unknown.
    """
    return _row(d.live("indicators"), "indicator_id", indicator_id)


def published_number(d: Dataset, organisation_id: str, metric_id: str, source_id: str) -> int:
    """The whole number that a source gives for a metric of an organisation.

    Raises
    ------
    KeyError
        Unless exactly one number that may be shown and is preferred answers to the three.
    """
    frame = d.live("indicators")
    frame = frame[(frame["organisation_id"] == organisation_id) & (frame["metric_id"] == metric_id)]
    return int(_row(frame, "source_id", source_id)["value"])


def _row(frame: pd.DataFrame, key: str, identifier: str) -> pd.Series:
    found = frame[frame[key] == identifier]
    if len(found) != 1:
        raise KeyError(f"{len(found)} rows, not one, that may be shown have {key} {identifier!r}")
    return found.iloc[0]
