"""Rules about probation inspection that a schema cannot say: one small function each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from analysis.dates import certainly_before, span
from analysis.reading import Problem, Raw, suggestion

Raws = dict[str, Raw]
Rule = Callable[[Raws], Iterator[Problem]]
FOUR_POINT = ("inadequate", "requires_improvement", "good", "outstanding")
LONGEST_FRAGMENT = 10


def rows(raws: Raws, table: str, *columns: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a table with their lines; none where the table, or a column the rule needs, is not there."""
    raw = raws.get(table)
    if raw is not None and all(column in raw.columns for column in columns):
        yield from raw.rows()


def index(raws: Raws, table: str, key: str) -> dict[str, dict[str, str]]:
    """Rows of a table by the value of one column."""
    return {row[key]: row for _, row in rows(raws, table, key)}


def complete(raws: Raws, *tables: str) -> bool:
    """Whether the tables could be read whole, so that what is not in them is known to be missing."""
    return all(table in raws and raws[table].complete for table in tables)


def dates_in_order(raws: Raws) -> Iterator[Problem]:
    """Nothing ends before it starts, and no report precedes its fieldwork, where the dates leave no doubt."""
    pairs = [
        ("inspections", "fieldwork_start", "fieldwork_end", "fieldwork ended {}"),
        ("inspections", "fieldwork_start", "published", "the report was published {}"),
        ("inspections", "fieldwork_end", "published", "the report was published {}"),
        ("organisations", "start", "end", "it ended {}"),
        ("indicators", "start", "end", "the period ended {}"),
    ]
    for table, first, second, words in pairs:
        for line, row in rows(raws, table, first, second):
            if _certainly_before(row[second], row[first]):
                message = f"{row[first]} is too late, since {words.format(row[second])}"
                yield Problem(f"{table}.csv", line, first, message, "an earlier date was expected")


def ownership_spells(raws: Raws) -> Iterator[Problem]:
    """Spells are half-open, [start, end), and no provider certainly has two owners on one day."""
    spells: dict[str, list[tuple[int, str, date, date]]] = defaultdict(list)
    for line, row in rows(raws, "ownership", "organisation_id", "owner", "start", "end"):
        try:
            start, end = span(row["start"]).last, span(row["end"]).first if row["end"] else date.max
        except ValueError:
            continue
        if row["end"] and span(row["end"]).last <= span(row["start"]).first:
            message = f"the spell from {row['start']} has no day before {row['end']}"
            yield Problem("ownership.csv", line, "end", message, "a later end was expected; spells are [start, end)")
        elif start < end:
            spells[row["organisation_id"]].append((line, row["owner"], start, end))
    for organisation, held in spells.items():
        for number, (line, owner, start, end) in enumerate(held):
            for other_line, other, other_start, other_end in held[:number]:
                day = max(start, other_start)
                if day < min(end, other_end):
                    message = f"{owner} and {other} (line {other_line}) both own {organisation} on {day}"
                    yield Problem("ownership.csv", line, "start", message, "spells that do not overlap were expected")


def standards_of_the_regime(raws: Raws) -> Iterator[Problem]:
    """A rating is on a standard of its inspection's regime."""
    regimes = {key: row.get("regime", "") for key, row in index(raws, "inspections", "inspection_id").items()}
    allowed: dict[str, list[str]] = defaultdict(list)
    for _, row in rows(raws, "standards", "regime", "standard"):
        allowed[row["regime"]].append(row["standard"])
    if not complete(raws, "standards"):
        return
    for line, row in rows(raws, "ratings", "inspection_id", "standard"):
        regime = regimes.get(row["inspection_id"], "")
        if regime and row["standard"] not in allowed[regime]:
            message = f"'{row['standard']}' is not a standard of the regime '{regime}'"
            expected = suggestion(row["standard"], allowed[regime], f"one of {', '.join(allowed[regime])} was expected")
            yield Problem("ratings.csv", line, "standard", message, expected)


def four_point_labels(raws: Raws) -> Iterator[Problem]:
    """A judgement on the four-point scale is one of its four labels."""
    for line, row in rows(raws, "ratings", "judgement", "scale"):
        if row["scale"] == "four_point" and row["judgement"] not in FOUR_POINT:
            message = f"'{row['judgement']}' is not one of {', '.join(FOUR_POINT)}"
            expected = suggestion(row["judgement"], FOUR_POINT, "one of these was expected on the scale four_point")
            yield Problem("ratings.csv", line, "judgement", message, expected)


def one_rating_chosen(raws: Raws) -> Iterator[Problem]:
    """Of the sources for one standard of one inspection, exactly one is chosen."""
    chosen: dict[tuple[str, str], list[int]] = defaultdict(list)
    first: dict[tuple[str, str], int] = {}
    for line, row in rows(raws, "ratings", "inspection_id", "standard", "chosen"):
        pair = (row["inspection_id"], row["standard"])
        first.setdefault(pair, line)
        if row["chosen"] == "true":
            chosen[pair].append(line)
    for pair, line in first.items():
        shown, lines = " / ".join(pair), chosen[pair]
        if not lines:
            yield Problem("ratings.csv", line, "chosen", f"no source is chosen for {shown}", "exactly one was expected")
        for extra in lines[1:]:
            message = f"a second source is chosen for {shown} (the first in line {lines[0]})"
            yield Problem("ratings.csv", extra, "chosen", message, "exactly one was expected")


def shares_within_bounds(raws: Raws) -> Iterator[Problem]:
    """A percentage lies between 0 and 100."""
    units = {key: row.get("unit", "") for key, row in index(raws, "metrics", "metric_id").items()}
    for line, row in rows(raws, "indicators", "metric_id", "value"):
        value = _number(row["value"])
        if units.get(row["metric_id"]) == "percent" and value is not None and not 0 <= value <= 100:
            message = f"{row['value']} is not a percentage"
            yield Problem("indicators.csv", line, "value", message, "0 to 100 was expected")


def score_within_maximum(raws: Raws) -> Iterator[Problem]:
    """A score does not exceed what could be scored."""
    for line, row in rows(raws, "inspections", "score", "score_max"):
        score, most = _number(row["score"]), _number(row["score_max"])
        if score is not None and most is not None and score > most:
            message = f"{row['score']} is more than could be scored"
            yield Problem("inspections.csv", line, "score", message, f"at most {row['score_max']} was expected")


def value_or_words(raws: Raws) -> Iterator[Problem]:
    """An indicator has a number or a label."""
    for line, row in rows(raws, "indicators", "value", "value_text"):
        if not row["value"] and not row["value_text"]:
            message = "neither value nor value_text is given"
            yield Problem("indicators.csv", line, "value", message, "one of them was expected")


def short_fragments(raws: Raws) -> Iterator[Problem]:
    """No fragment is longer than ten words."""
    for line, row in rows(raws, "findings", "fragment"):
        words = len(row["fragment"].split())
        if words > LONGEST_FRAGMENT:
            expected = f"at most {LONGEST_FRAGMENT} were expected"
            yield Problem("findings.csv", line, "fragment", f"the fragment has {words} words", expected)


def themes_in_the_codebook(raws: Raws) -> Iterator[Problem]:
    """Codes under the second codebook are themes of it."""
    themes = list(index(raws, "themes", "theme"))
    if not complete(raws, "themes"):
        return
    for line, row in rows(raws, "codings", "codebook", "themes"):
        for theme in row["themes"].split(";") if row["codebook"] == "2" else ():
            if theme not in themes:
                expected = suggestion(theme, themes, "a theme of themes.csv was expected")
                yield Problem("codings.csv", line, "themes", f"'{theme}' is not in themes.csv", expected)


def final_codes_agree(raws: Raws) -> Iterator[Problem]:
    """The themes of a finding are the final codes of the second codebook, in their order."""
    final = {
        row["finding_id"]: row["themes"]
        for _, row in rows(raws, "codings", "finding_id", "codebook", "coder", "themes")
        if row["codebook"] == "2" and row["coder"] == "final"
    }
    given: dict[str, dict[str, str]] = defaultdict(dict)
    lines: dict[str, int] = {}
    for line, row in rows(raws, "finding_themes", "finding_id", "theme", "position"):
        given[row["finding_id"]][row["position"]] = row["theme"]
        lines.setdefault(row["finding_id"], line)
    if not complete(raws, "codings", "finding_themes"):
        return
    for finding, themes in given.items():
        ordered = ";".join(themes[position] for position in sorted(themes))
        if finding in final and ordered != final[finding]:
            message = f"the themes of {finding} are {ordered}, its final codes {final[finding]}"
            yield Problem("finding_themes.csv", lines[finding], "theme", message, "the final codes were expected")
    for line, row in rows(raws, "findings", "finding_id"):
        if row["finding_id"] not in given:
            message = f"{row['finding_id']} has no theme"
            yield Problem("findings.csv", line, "finding_id", message, "its final codes were expected")


def organisation_of_the_inspection(raws: Raws) -> Iterator[Problem]:
    """A fact about an inspection is about the organisation that was inspected."""
    inspections = index(raws, "inspections", "inspection_id")
    for table in ("indicators", "findings"):
        for line, row in rows(raws, table, "inspection_id", "organisation_id"):
            inspected = inspections.get(row["inspection_id"], {}).get("organisation_id")
            if inspected and row["organisation_id"] != inspected:
                message = f"'{row['organisation_id']}' is not what {row['inspection_id']} inspected"
                yield Problem(f"{table}.csv", line, "organisation_id", message, f"'{inspected}' was expected")


def _certainly_before(earlier: str, later: str) -> bool:
    try:
        return bool(earlier and later) and certainly_before(earlier, later)
    except ValueError:
        return False


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


RULES: tuple[Rule, ...] = (
    dates_in_order,
    ownership_spells,
    standards_of_the_regime,
    four_point_labels,
    one_rating_chosen,
    shares_within_bounds,
    score_within_maximum,
    value_or_words,
    short_fragments,
    themes_in_the_codebook,
    final_codes_agree,
    organisation_of_the_inspection,
)
