"""What every page made from the data looks up on each line: where an organisation stands, how a source is cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.areas import home_pages
from analysis.cells import Link
from analysis.data import Dataset
from analysis.lookup import REGISTER, when
from analysis.ratings import chosen_ratings

AREAS = "chapters/places/areas"


@dataclass(frozen=True)
class Context:
    """The dataset with what is looked up on every line of a page, found once.

    Parameters
    ----------
    data
        The dataset.
    pages
        Region on whose page each organisation has its permanent section.
    links
        For each source, a link to its entry in the register.
    names
        Name of each organisation.
    standards
        Ratings of standards, as `chosen_ratings` gives them.
    """

    data: Dataset
    pages: Mapping[str, str]
    links: Mapping[str, Link]
    names: Mapping[str, str]
    standards: pd.DataFrame

    def sources(self, ids: Iterable[str]) -> list[Link]:
        """Links to sources, each once, in the order given."""
        return [self.links[one] for one in dict.fromkeys(one for one in ids if pd.notna(one))]

    def organisation(self, identifier: str) -> Link | str:
        """A link to the permanent section of an organisation; its name where it has none."""
        name = self.names[identifier]
        page = self.pages.get(identifier)
        return Link(name, f"{AREAS}/{page}#{identifier}") if page else name


def _publisher(name: str) -> str:
    """A publisher as a line of a table has room for it."""
    return name.replace("HM Inspectorate of", "HMI") or "Publisher not known"


def context(d: Dataset) -> Context:
    """Everything that the pages look up."""
    links = {
        str(row["source_id"]): Link(
            f"{_publisher(str(row['publisher']) if pd.notna(row['publisher']) else '')}, "
            f"{when(row['published']) or 'undated'}",
            f"{REGISTER}#source-{row['source_id']}",
        )
        for row in d.sources.to_dict("records")
    }
    names = {str(row["organisation_id"]): str(row["name"]) for row in d.organisations.to_dict("records")}
    return Context(d, home_pages(d), links, names, chosen_ratings(d))
