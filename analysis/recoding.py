"""What would have been counted under one coder's codes alone, in place of the settled ones."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from analysis import claims
from analysis.claims import Claim
from analysis.data import Dataset
from analysis.exhibits import DATASET, Link, Table

CODERS = ("one", "two", "final")
BLANK = "blank"  # a coder who gives every finding the theme `other` and the polarity neutral
MACHINERY = {"rules", "claims", "data", "checks", "describe", "recoding", "reliability", "verification"}
POLARITIES = ("negative", "mixed", "neutral", "positive")


def with_codes(d: Dataset, coder: str) -> Dataset:
    """The dataset as it would be had one coder of codebook 2 settled every code.

    Parameters
    ----------
    coder
        "one", "two" or "final" (which changes nothing), or "blank", whose codes say nothing.

    Returns
    -------
    Dataset
        With other `finding_themes` and another `polarity` in `findings`; all else is the same.

    Raises
    ------
    ValueError
        For any other coder, or if a finding was not coded by this one.
    """
    if coder not in (*CODERS, BLANK):
        raise ValueError(f"coder is one of {', '.join((*CODERS, BLANK))}, not {coder!r}")
    findings = d.findings
    if coder == BLANK:
        themes = pd.Series("other", index=findings["finding_id"], dtype="string")
        polarity = pd.Series("neutral", index=findings["finding_id"], dtype="string")
    else:
        own = d.codings[(d.codings["codebook"] == 2) & (d.codings["coder"] == coder)].set_index("finding_id")
        if missing := set(findings["finding_id"]) - set(own.index):
            raise ValueError(f"coder {coder} has no codes for {len(missing)} findings, such as {min(missing)}")
        themes, polarity = own["themes"], own["polarity"]
    findings["polarity"] = findings["finding_id"].map(polarity).astype(findings["polarity"].dtype)
    long = themes.loc[findings["finding_id"]].str.split(";").explode().rename("theme").reset_index()
    long["position"] = (long.groupby("finding_id").cumcount() + 1).astype("Int64")
    order = long.sort_values(["finding_id", "position"], ignore_index=True).astype({"theme": "string"})
    coded = {"findings": findings, "finding_themes": order[["finding_id", "theme", "position"]]}
    return Dataset({**d.tables, **coded}, d.package)


def counts_under(d: Dataset, coder: str) -> pd.DataFrame:
    """Live findings by theme and polarity under one coder's codes.

    Returns
    -------
    pandas.DataFrame
        `theme`, `findings`, and one column for each polarity, in the order of the codebook; a finding counts under
        each of its themes.
    """
    own = with_codes(d, coder)
    frame = own.live("findings")[["finding_id", "polarity"]].merge(own.finding_themes, on="finding_id")
    table = pd.crosstab(frame["theme"], frame["polarity"])
    table = table.reindex(index=list(d.themes["theme"]), columns=list(POLARITIES)).fillna(0).astype("int64")
    table.insert(0, "findings", table.sum(axis=1))
    table.columns.name = None
    return table.rename_axis("theme").reset_index()


def compared(d: Dataset) -> pd.DataFrame:
    """Counts by theme under the settled codes and under each coder alone.

    Returns
    -------
    pandas.DataFrame
        `theme`, `label`, `final`, `one`, `two` (findings), `negative_final`, `negative_one`, `negative_two`, and
        `rank_final`, `rank_one`, `rank_two` (1 for the theme with the most findings; ties share the lowest rank).
    """
    frame = d.themes[["theme", "label"]]
    for coder in ("final", "one", "two"):
        own = counts_under(d, coder).set_index("theme")
        frame[coder] = frame["theme"].map(own["findings"])
        frame[f"negative_{coder}"] = frame["theme"].map(own["negative"])
        frame[f"rank_{coder}"] = frame[coder].rank(ascending=False, method="min").astype("int64")
    return frame


def changed_claims(d: Dataset, register: Mapping[str, Claim] | None = None) -> pd.DataFrame:
    """Claims of the book that rest on codes, with their value under the settled codes and under each coder alone.

    A claim rests on codes if it gives another value, or none, when the codes are blank. Claims about the coding itself
    are left out.

    Returns
    -------
    pandas.DataFrame
        `claim_id`, `states`, `final`, `one`, `two` (values in words; missing where the claim cannot be computed),
        `changes` (whether either coder's codes give another value), in the order of the register.
    """
    book = claims.register() if register is None else register
    blank, alone = with_codes(d, BLANK), {coder: with_codes(d, coder) for coder in ("one", "two")}
    near = _modules_near_codes({one.module for one in book.values()})
    rows = []
    for one in book.values():
        watched = claims.Watched(d)
        settled = _value(one, watched) if one.module in near else None
        if settled is None or not watched.read & {"findings", "finding_themes"} or _value(one, blank) == settled:
            continue
        words = {coder: _value(one, changed) for coder, changed in alone.items()}
        changes = any(value != settled for value in words.values())
        rows.append({"claim_id": one.id, "states": one.states, "final": settled, **words, "changes": changes})
    return pd.DataFrame(rows, columns=["claim_id", "states", "final", "one", "two", "changes"])


def table_changed(d: Dataset) -> Table:
    """The claims of the book whose value another coder's codes would change."""
    frame = changed_claims(d)
    changed = frame[frame["changes"]]
    if changed.empty:
        raise ValueError("no claim changes under either coder's codes: say so in prose and take the table out")
    lost = int(changed[["one", "two"]].isna().any(axis=1).sum())
    shown = pd.DataFrame(
        {
            "What is counted": changed["states"].str[:1].str.upper() + changed["states"].str[1:],
            "Printed in this book": changed["final"],
            "Under coder one": changed["one"],
            "Under coder two": changed["two"],
            "Claim": [_to_register(name) for name in changed["claim_id"]],
        }
    )
    return Table(
        "claims-under-coders",
        shown,
        f"{len(changed)} of the {len(frame)} numbers that rest on codes would change under one coder's codes alone",
        "Numbers in the prose of this book that rest on coded themes or polarity, and change.",
        [DATASET],
        n=f"{len(frame)} claims, each computed again under either coder's codes",
        note="Codes are settled by agreement or by a third coder. Tables and figures that list coded statements change "
        "as their counts do." + (f" {lost} could not be computed under one of the coders." if lost else ""),
        missing="could not be computed",
    )


def table_compared(d: Dataset, weak: frozenset[str]) -> Table:
    """Statements by theme under the settled codes and under each coder alone, weak themes marked."""
    frame = compared(d).sort_values(["final", "label"], ascending=[False, True], ignore_index=True)
    places = frame[["rank_one", "rank_two"]].sub(frame["rank_final"], axis=0).abs().max(axis=1)
    moved = int((places > 1).sum())
    apart = (frame[["one", "two"]].sub(frame["final"], axis=0)).abs().max(axis=1)
    most = str(frame["label"].iloc[int(apart.to_numpy().argmax())])
    total = len(d.live("findings"))
    shown = pd.DataFrame(
        {
            "Theme": [f"{r.label} (too weak)" if r.theme in weak else r.label for r in frame.itertuples()],
            "Settled": frame["final"],
            "Coder one": frame["one"],
            "Coder two": frame["two"],
            **{
                f"Negative, {name}": frame[f"negative_{column}"]
                for name, column in (("settled", "final"), ("one", "one"), ("two", "two"))
            },
        }
    )
    return Table(
        "themes-under-coders",
        shown,
        f"Either coder alone would have moved {moved or 'none'} of {len(frame)} themes by more than one place; the "
        f"widest difference is {apart.max():.0f} statements, on {most.lower()}",
        "Statements by theme, and how many of them are negative, under the settled codes and under each coder alone.",
        [DATASET],
        n=f"{total:,} statements that are shown and counted; one may have up to three themes",
    )


def _value(one: Claim, d: Any) -> str | None:
    try:
        return one.function(d).forms()[""]
    except (ValueError, KeyError, IndexError, ZeroDivisionError):
        return None


def _modules_near_codes(modules: Iterable[str]) -> set[str]:
    """Modules that mention codes or take from one that does, without the machinery and the study of coding."""
    texts = {name: inspect.getsource(sys.modules[name]) for name in sys.modules if name.startswith("analysis.")}
    texts = {name: text for name, text in texts.items() if _short(name) not in MACHINERY}
    near = {name for name, text in texts.items() if "finding_themes" in text or "polarity" in text}
    while grown := {
        name for name, text in texts.items()
        if name not in near and any(re.search(rf"\b{_short(other)}\b", _imports(text)) for other in near)
    }:
        near |= grown
    return near & set(modules)


def _short(module: str) -> str:
    return module.removeprefix("analysis.")


def _imports(text: str) -> str:
    return " ".join(re.findall(r"^from analysis.*?(?:\([^)]*\)|$)", text, flags=re.MULTILINE | re.DOTALL))


def _to_register(claim_id: str) -> Link:
    return Link(claim_id.replace("_", " "), f"chapters/reference/claims#claim-{claim_id}")
