"""The key findings of the book, each with its strength by a rule fixed in advance."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.cells import Link
from analysis.claims import Count, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import source_links

OFFICIAL = ("inspection_report", "press_release", "inspectorate_page", "annual_report", "statistics", "audit")
ORIGINS = {  # sources that relay another's account: whose, so that the two do not count as independent
    "guardian-2018-01-losses": "House of Commons Committee of Public Accounts",
    "probationjournal-2019-06-nao": "National Audit Office",
    "russellwebster-hmipnps20": "HM Inspectorate of Probation",
    "rw-2025-03-annual-report": "HM Inspectorate of Probation",
    "wwo-2020-nps-central": "HM Inspectorate of Probation",
}
SECOND_ROUND = (  # the inspectorate's own pages that rate a unit inadequate in the second round
    "hmip-pr-2024-03-surrey", "hmip-pr-2024-05-norfolk", "hmip-pr-2024-10-sheffield", "hmip-pr-2024-11-kirklees",
    "hmip-pr-2024-12-nnel", "hmip-pr-2024-barnsley-rotherham", "hmip-pr-2024-cambridgeshire", "hmip-pr-2024-leeds",
    "hmip-pr-2024-northamptonshire", "hmip-pr-2024-west-sussex", "hmip-pr-2024-york", "hmip-news-2025-derbyshire",
    "hmip-news-2025-llr", "hmip-news-2025-newcastle", "hmip-news-2025-nottingham", "hmip-rep-2025-cardiff",
    "hmip-rep-2025-durham",
)  # fmt: skip
FEW = 4  # pages on the second round that the table links
PUBLISHERS = ("HM Inspectorate of Probation", "Ministry of Justice", "National Audit Office", "Justice Inspectorates")


@dataclass(frozen=True)
class KeyFinding:
    """What a key finding rests on.

    title: the finding in a few words. chapter: where its evidence stands.
    facts: for each fact that the title states, the sources that give that same fact, read one by one.
    full_set: whether it counts a complete set of ratings.
    """

    title: str
    chapter: str
    facts: tuple[tuple[str, ...], ...]
    full_set: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """All sources that bear the finding."""
        return tuple(dict.fromkeys(source for fact in self.facts for source in fact))


FINDINGS = (
    KeyFinding("Companies and divisions were rated far apart, once", "chapters/record/ratings",
               (("hmip-pr-2019-10-summary",),), full_set=True),
    KeyFinding("A label that stayed could hide casework that worsened", "chapters/record/ratings",
               (("hmip-pr-2020-03-dlnr-crc",), ("hmip-pr-2020-03-swm-crc",), ("hmip-pr-2020-06-merseyside-crc",))),
    KeyFinding("Leaders were praised over weak casework, and the method changed", "chapters/themes/leadership",
               (("hmip-pr-2019-03-south-yorkshire-crc",), ("hmip-page-changes-2019-20",))),
    KeyFinding("The quarterly measures that were read were of timeliness, mostly near their ceiling",
               "chapters/themes/targets",
               (("data-justice-crc-performance",), ("data-justice-nps-performance",))),
    KeyFinding("By the auditors' measure, risk was adequately assessed in a smaller share of cases",
               "chapters/themes/protection", (("nao-2025-10-24-pr",),)),
    KeyFinding("In both rounds since reunification, many units were inadequate", "chapters/record/ratings",
               (("hmip-blog-2023-01",), *((page,) for page in SECOND_ROUND))),
    KeyFinding("Posts for officers stood vacant, before reunification and after", "chapters/themes/staffing",
               (("wwo-2020-nps-central", "russellwebster-hmipnps20"), ("policeoracle-2023-05-workforce",))),
    KeyFinding("Payments were projected to exceed the contracts' terms, and most companies forecast a loss",
               "chapters/themes/private-public",
               (("nao-2019-03-transcript", "probationjournal-2019-06-nao"),
                ("pac-2018-03-crc-contracts-concl", "guardian-2018-01-losses"))),
    KeyFinding("Against 2011, fewer of the companies' people reoffended; to March 2017, those who did, more often",
               "chapters/themes/private-public",
               (("pbr-2022-01-jan-mar2020",), ("nao-2019-03-press", "probationjournal-2019-06-nao"))),
    KeyFinding("Resettlement was praised after money was added", "chapters/themes/services",
               (("hmip-pr-2020-02-northumbria-crc",), ("hmip-pr-2020-04-dtv-crc",))),
)
GRADES = ("weak", "moderate", "strong")


def strength(d: Dataset, finding: KeyFinding) -> str:
    """Strength of a finding by the book's rule.

    Returns
    -------
    str
        That of the weakest fact of its title. A fact is "strong" if a source that gives it is the inspectorate's, the
        auditors' or official statistics, read where they published it; "moderate" if at least two publishers give that
        same fact, neither relaying the other nor both one third (`ORIGINS`), or it is counted on a full set of ratings;
        else "weak".

    Raises
    ------
    KeyError
        If a source is not in the register or is not used.
    """
    sources = d.sources[d.sources["status"] == "used"].set_index("source_id")
    return min((_grade(sources.loc[list(fact)], finding.full_set) for fact in finding.facts), key=GRADES.index)


def _grade(rows: pd.DataFrame, full_set: bool) -> str:
    """Strength of one fact, from the rows of the sources that give it."""
    official = rows["kind"].isin(OFFICIAL) & rows["publisher"].str.startswith(PUBLISHERS)
    if bool((official & rows["read_via"].isna()).any()):
        return "strong"
    origins = {ORIGINS.get(str(source), publisher) for source, publisher in rows["publisher"].items()}
    return "moderate" if full_set or len(origins) > 1 else "weak"


def table_findings(d: Dataset) -> Table:
    """The findings at a glance: strength and where the evidence stands."""
    frame = pd.DataFrame({
        "Finding": [Link(one.title, one.chapter) for one in FINDINGS],
        "Strength": [strength(d, one) for one in FINDINGS],
        "Rests on": [_rests_on(d, one) for one in FINDINGS],
    })
    counts = frame["Strength"].value_counts()
    said = ", ".join(f"{counts[name]} {name}" for name in reversed(GRADES) if name in counts)
    return Table(
        "key-findings", frame, f"Key findings by strength: {said}",
        "Strength follows a rule fixed in advance, not an impression",
        sorted({source for one in FINDINGS for source in one.sources}),
        note="Strong: stated by the inspectorate, the auditors or official statistics, and read there. Moderate: the "
        "same fact in two publishers independent of each other, or a full set of ratings. Weak: anything else. A title "
        "of several facts has the strength of its weakest. None rests on coded counts alone.",
    )


def _rests_on(d: Dataset, one: KeyFinding) -> list[Link | str]:
    """Links to the sources of a finding; of the pages on the second round the first few, and how many more."""
    many = [source for source in one.sources if source in SECOND_ROUND]
    shown = [source for source in one.sources if source not in many[FEW:]]
    more = [f"and {len(many) - FEW} more such pages"] if len(many) > FEW else []
    return [*source_links(d, shown), *more]


@claim("key_findings_number", "key findings that reach moderate strength or more, of all of them")
def key_findings_number(d: Dataset) -> Count:
    """Key findings that reach at least moderate strength by the rule, of all key findings."""
    reached = [one for one in FINDINGS if strength(d, one) != "weak"]
    return Count(len(reached), len(FINDINGS), sources=tuple(sorted({s for one in FINDINGS for s in one.sources})))
