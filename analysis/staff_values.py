"""Numbers of the dataset as values of claims, with their bounds, words and sources."""

from __future__ import annotations

from analysis.claims import Number, Share
from analysis.data import Dataset
from analysis.lookup import indicator
from analysis.places import said

REWORDED = "Read on a page reworded by machine; it is given there as the auditors' number."


def number(d: Dataset, indicator_id: str, unit: str = "", decimals: int | None = None) -> Number:
    """A live number of the dataset as a claim's value; a bound is printed as its source words it."""
    row = indicator(d, indicator_id).copy()
    row["unit"] = d.metrics.set_index("metric_id").loc[row["metric_id"], "unit"]
    words = "" if row["bound"] == "exact" else said(row)
    return Number(float(row["value"]), unit, str(row["bound"]), decimals, words, sources=(str(row["source_id"]),))


def share(d: Dataset, indicator_id: str) -> Share:
    """A live percentage as a claim's value; a bound or a fraction is printed as its source words it."""
    row = indicator(d, indicator_id).copy()
    row["unit"] = "percent"
    words = "" if row["bound"] == "exact" else said(row)
    value, source = float(row["value"]), (str(row["source_id"]),)
    return Share(value, str(row["bound"]), words, int(not value.is_integer()), sources=source)
