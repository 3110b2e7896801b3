"""Figures that circulate wrongly, each beside what its source says."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from analysis import money, protection_claims, reoffending, staff_counts
from analysis.claims import Count, Value, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.lookup import indicator, source_links


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


Row = tuple[str, str, str, tuple[Callable[[Dataset], Value], ...]]
MISQUOTED: tuple[Row, ...] = (
    ("Four in five CRCs were inadequate",
     "{0} companies inspected by then, on one standard",
     "A share of the companies inspected so far, on the delivery of supervision alone, became a rating of all of them.",
     (crcs_inadequate_delivery_2019,)),
    ("Good work on risk fell from three-quarters to less than a fifth",
     "{0} of trusts' work, 2009 to 2012; {1} of cases, national inspection, 2025",
     "Two instruments asked different questions of different cases: how well work on risk of harm was done, and "
     "whether delivery supported the safety of others. They lie on no common scale.",
     (protection_claims.protection_trusts_average, protection_claims.protection_national)),
    ("Only two of the companies reduced reoffending",
     "{0} on frequency, first-year cohorts; {1} on the binary measure, first cohort",
     "The first counts reoffences by those who reoffend, the second the share who reoffend at all. Either may be "
     "quoted, with its name.",
     (reoffending.reoffending_frequency_reduced, reoffending.reoffending_first_cohort)),
    ("The reform cost the sum of both overruns",
     "{0} above the contract terms; {1} for ending early",
     "The second is part of the first. Adding them counts it twice.",
     (money.money_extra_cost, money.money_early_end)),
    ("Staff doubled when probation was reunited",
     "{0} public-sector staff, March 2021; {1} staff of the service, March 2022",
     "Until June 2021 official counts left out the staff of the companies, who moved into the public service that "
     "month. What changed is who is counted.",
     (staff_counts.staff_public_2021, staff_counts.staff_service_2022)),
)


def table_misquoted(d: Dataset) -> Table:
    """What circulates, what the source says, and what was lost on the way; the numbers are those of the claims."""
    rows = []
    for circulates, said, lost, claims in MISQUOTED:
        values = [one(d) for one in claims]
        sources = [source for value in values for source in value.sources]
        rows.append({
            "As it circulates": circulates,
            "What the source says": said.format(*(text(value) for value in values)),
            "What was lost": lost,
            "Sources": source_links(d, sources),
        })
    sources = sorted({source for *_, claims in MISQUOTED for one in claims for source in one(d).sources})
    return Table(
        "misquoted", pd.DataFrame(rows), f"{len(rows)} figures that lost their denominator, their name or their date",
        "The wording on the left is ours, for what is repeated in many forms", sources,
    )
