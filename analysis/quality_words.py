"""The words in which quality was judged before there were ratings: trusts, early implementation, Quality & Impact."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, claim
from analysis.data import Dataset
from analysis.exhibits import Table
from analysis.kept import kept
from analysis.lookup import KINDS, SHORT_NOTE, published_words, service_names, short_names, source_links
from analysis.ratings import chosen_ratings

TESTS = {
    "overall_quality": "The work as a whole",
    "protecting_the_public": "Protecting the public",
    "reducing_reoffending": "Reducing reoffending",
    "abiding_by_the_sentence": "Abiding by the sentence",
}
INFERRED = "placed under this test by us"
RELAYED = {"news": "press", "blog": "blog", "union": "union", "operator": "operator"}


@kept
def worded(d: Dataset, regime: str, kind: str | None = None) -> pd.DataFrame:
    """Inspections of a programme that judged in words, with the chosen words for each test.

    Parameters
    ----------
    regime
        "trust", "early_implementation" or "quality_impact".
    kind
        Kind of organisation, for example "crc"; all if not given.

    Returns
    -------
    pandas.DataFrame
        `inspection_id`, `service`, `kind`, `area_inspected`, `published_words`, a column for each of the tests
        (the source's words, followed by a mark where they were read in the press, a blog or a union's or operator's
        page, were said of two bodies together, or were placed under the test by us; missing where none were read) and
        `source_ids`.
    """
    frame = d.inspections[d.inspections["regime"] == regime]
    frame = frame.merge(d.organisations[["organisation_id", "kind"]], on="organisation_id", validate="m:1")
    if kind is not None:
        frame = frame[frame["kind"] == kind]
    frame = frame.assign(
        service=service_names(d, frame["organisation_id"]),
        published_words=frame.apply(published_words, axis=1),
    )
    words = chosen_ratings(d)
    words = words[words["scale"] == "words"]
    wide = words.assign(words=_marked(d, words)).pivot(index="inspection_id", columns="standard", values="words")
    sources = words.groupby("inspection_id")["source_id"].agg(list).rename("source_ids")
    frame = frame.merge(wide.reindex(columns=list(TESTS)), left_on="inspection_id", right_index=True, how="left")
    frame = frame.merge(sources, left_on="inspection_id", right_index=True, how="left")
    columns = ["inspection_id", "service", "kind", "area_inspected", "coverage", "published", "published_words"]
    return frame[[*columns, *TESTS, "source_ids"]].sort_values(["published", "service"], ignore_index=True)


def _marked(d: Dataset, words: pd.DataFrame) -> pd.Series:
    """Each judgement with what a reader must know of it: read in the press, said of two bodies, placed by us."""
    kinds = words["source_id"].map(d.sources.set_index("source_id")["kind"])
    marks = pd.DataFrame(
        {
            "relay": kinds.map(RELAYED),
            "both": words["note"].fillna("").str.startswith("said of both").map({True: "of both bodies", False: None}),
            "placed": words["basis"].map({"stated": None, "inferred": INFERRED}),
        }
    )
    said = marks.apply(lambda row: ", ".join(row.dropna()), axis=1)
    return words["judgement"].where(said == "", words["judgement"] + " (" + said + ")")


def known_words(frame: pd.DataFrame) -> pd.Series:
    """Whether any words of judgement are known for each inspection of `worded`."""
    return frame[list(TESTS)].notna().any(axis=1)


def table_quality_impact(d: Dataset, kind: str) -> Table:
    """Quality & Impact inspections of CRCs ("crc") or NPS divisions ("nps_division") with the words used of them."""
    frame = worded(d, "quality_impact", kind)
    known = int(known_words(frame).sum())
    return _table(
        d,
        frame,
        f"quality-impact-{'crc' if kind == 'crc' else 'nps'}",
        f"What was said in {len(frame)} Quality & Impact inspections of {KINDS[kind]}s",
        "Words of judgement on the work as a whole and on the three tests, 2016-18, in the order of publication.",
        f"{len(frame)} inspections, {known} with words of judgement",
    )


def table_trusts(d: Dataset) -> Table:
    """Inspections of trusts in 2013-14 with the words used of them."""
    frame = worded(d, "trust")
    known = int(known_words(frame).sum())
    return _table(
        d,
        frame,
        "trust-words",
        f"What was said in {len(frame)} inspections of trusts",
        "Words of judgement on adult offending work, 2013-14, in the order of publication.",
        f"{len(frame)} inspections, {known} with words of judgement",
        remark=" The three tests are those of the later programme; words about trusts were sorted under them by us.",
    )


def _table(d: Dataset, frame: pd.DataFrame, name: str, headline: str, subtitle: str, n: str, remark: str = "") -> Table:
    links = [source_links(d, ids) if isinstance(ids, list) else [] for ids in frame["source_ids"]]
    shown = pd.DataFrame(
        {
            **_titles(frame),
            "As a whole": frame["overall_quality"],
            "On the three tests": pd.Series(
                [_tests_words(row) for _, row in frame.iterrows()], index=frame.index, dtype=object
            ),
            "Sources": pd.Series(links, index=frame.index, dtype=object),
        }
    )
    remark = f" {SHORT_NOTE}" if shown["Provider"].eq("BeNCH").any() else remark
    cited = [source for ids in frame["source_ids"] if isinstance(ids, list) for source in ids]
    return Table(
        name, shown, headline, subtitle, cited, n=n,
        note="Words as the source has them, or close to it; they are no scale. No mark: the inspectorate's own pages; "
        "press, blog or union: read there. None read: nothing was read, not that nothing was said." + remark,
        missing="none read",
    )  # fmt: skip


def _titles(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Provider and date; where areas were part of a provider's, first of all the area ("Gwent, 19 April 2017")."""
    provider = short_names(frame["service"]).str.removesuffix(" CRC").str.removeprefix("NPS ")
    if not (frame["coverage"] == "part").any():
        return {"Provider": provider, "Published": frame["published_words"]}
    area = frame["area_inspected"].where(frame["coverage"] == "part").fillna("Whole area")
    area = area.str.slice(0, 1).str.upper() + area.str.slice(1)
    return {"Area and date": area + ", " + frame["published_words"], "Provider": provider}


def _tests_words(row: pd.Series) -> list[str]:
    """What was said on each test, as far as it is known: "Protecting the public: poor", "Reducing reoffending: ..."."""
    known = [(label, row[test]) for test, label in TESTS.items() if test != "overall_quality" and pd.notna(row[test])]
    return [f"{label}: {words}" for label, words in known]


@claim("quality_impact_parts", "Quality & Impact inspections that looked at part of a provider's area")
def quality_impact_parts(d: Dataset) -> Count:
    """Quality & Impact inspections whose area was part of the provider's, of all in the dataset."""
    frame = worded(d, "quality_impact")
    return Count(int((frame["coverage"] == "part").sum()), len(frame))


@claim("quality_impact_worded", "Quality & Impact inspections with any words of judgement known")
def quality_impact_worded(d: Dataset) -> Count:
    """Quality & Impact inspections for which at least one test, or the work as a whole, is described in words read."""
    frame = worded(d, "quality_impact")
    return Count(int(known_words(frame).sum()), len(frame))


@claim("quality_impact_all_tests", "Quality & Impact inspections with words known for all three tests")
def quality_impact_all_tests(d: Dataset) -> Count:
    """Quality & Impact inspections for which words are known on each of the three tests."""
    frame = worded(d, "quality_impact")
    tests = [test for test in TESTS if test != "overall_quality"]
    return Count(int(frame[tests].notna().all(axis=1).sum()), len(frame))
