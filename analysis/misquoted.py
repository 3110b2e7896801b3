"""Figures that circulate wrongly, each beside what its source says."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from analysis import money, protection_claims, ratings, reoffending, staff_counts
from analysis.claims import Count, Value, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import indicator, source_links
from analysis.statements import VOICES
from analysis.target_counts import whose


@claim(
    "crcs_inadequate_delivery_2019", "CRCs inadequate on delivering supervision, of those inspected by March 2019",
    caveat="One standard of ten, and the companies inspected by then: no rating of companies, and not of all of them.",
)  # fmt: skip
def crcs_inadequate_delivery_2019(d: Dataset) -> Count:
    """CRCs rated inadequate on the single standard of implementation and delivery, of those inspected by early 2019."""
    row = indicator(d, "ind-rr2-0088")
    return Count(int(row["numerator"]), int(row["denominator"]), sources=(row["source_id"],))


def text(value: Value) -> str:
    """Return the words of a claim's value."""
    return value.forms()[""]


def voices(d: Dataset, identifiers: Iterable[str | None]) -> list[str]:
    """Whose some numbers are, in their order; one without an indicator is a count of the inspectorate's ratings."""
    said = (VOICES["inspectorate"] if name is None else whose(indicator(d, name)) for name in identifiers)
    return list(dict.fromkeys(said))


# as it circulates, what the source says, what was lost, and the claims that give the numbers, each with its indicator
Row = tuple[str, str, str, tuple[tuple[Callable[[Dataset], Value], str | None], ...]]
MISQUOTED: tuple[Row, ...] = (
    ("Four in five CRCs were inadequate",
     "{0} companies inspected by then, on one standard; {1} overall",
     "A share of the companies inspected so far, on the delivery of supervision alone, became a rating of all of them.",
     ((crcs_inadequate_delivery_2019, "ind-rr2-0088"), (ratings.crc_rated_inadequate, None))),
    ("Good work on risk fell from three-quarters to less than a fifth",
     "{0} of trusts' work, 2009 to 2012; {1} of cases, national inspection, 2025",
     "Two instruments asked different questions of different cases: how well work on risk of harm was done, and "
     "whether delivery supported the safety of others. They lie on no common scale.",
     ((protection_claims.protection_trusts_average, "ind-gaps-0065"),
      (protection_claims.protection_national, "ind-reun-0129"))),
    ("Only two of the companies reduced reoffending",
     "{0} on frequency, first-year cohorts; {1} on both measures, first two cohorts; {2} on the binary one, the first",
     "Frequency counts reoffences by those who reoffend, the binary measure the share who reoffend at all. Each may be "
     "quoted, with its name.",
     ((reoffending.reoffending_frequency_reduced, "ind-qi-0129"),
      (reoffending.reoffending_met_both, "ind-sys-0250"),
      (reoffending.reoffending_first_cohort, "ind-sys-0469"))),
    ("The reform cost the sum of both overruns",
     "{0} above the contract terms; {1} for ending early",
     "The second is part of the first. Adding them counts it twice.",
     ((money.money_extra_cost, "ind-sys-0033"), (money.money_early_end, "ind-sys-0034"))),
    ("Staff doubled when probation was reunited",
     "{0} public-sector staff (full-time equivalent), March 2021; {1} of the service, March 2022",
     "Until June 2021 official counts left out the staff of the companies, who moved into the public service that "
     "month. What changed is who is counted.",
     ((staff_counts.staff_public_2021, "ind-reun-0227"), (staff_counts.staff_service_2022, "ind-sys-0209"))),
)


def table_misquoted(d: Dataset) -> Table:
    """What circulates, what the source says, and what was lost on the way; the numbers are those of the claims."""
    rows = []
    for circulates, said, lost, claims in MISQUOTED:
        values = [one(d) for one, _ in claims]
        sources = [source for value in values for source in value.sources]
        rows.append({
            "As it circulates": circulates,
            "What the source says": said.format(*(text(value) for value in values)),
            "Whose figure": voices(d, [name for _, name in claims]),
            "What was lost": lost,
            "Sources": source_links(d, sources),
        })
    sources = sorted({source for *_, claims in MISQUOTED for one, _ in claims for source in one(d).sources})
    return Table(
        "misquoted", pd.DataFrame(rows), f"{len(rows)} figures that lost their denominator, their name or their date",
        "The wording on the left is ours, for what is repeated in many forms", sources,
        note="Whose figure: in the order of the figures, once where it is the same for both. The page of 6 February "
        f"2018, from which {text(reoffending.reoffending_frequency_reduced(d))} was read, could not be found again.",
    )
