"""Rules about where the data come from: every row gathered is accounted for, and every quotation has its receipt."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.quotes import digest, provable
from analysis.reading import Problem, suggestion
from analysis.rules import Raws, Rule, complete, index, rows

KEY_MARK = "/"
BECAME = {"owners": "ownership", "coding": "codings"}
Records = dict[str, dict[str, dict[str, str]]]
SOURCE_COLUMNS = ("source_id", "rating_source_id")
NOT_FACTS = ("sources", "verification")


def one_step_merges(raws: Raws) -> Iterator[Problem]:
    """A merged row points to one that is itself not merged."""
    for table, key in (("findings", "finding_id"), ("indicators", "indicator_id")):
        records = index(raws, table, key)
        for line, row in rows(raws, table, key, "merged_into"):
            target = records.get(row["merged_into"], {})
            if row["merged_into"] and (target.get("merged_into") or row["merged_into"] == row[key]):
                message = f"'{row['merged_into']}' is merged itself"
                end = target.get("merged_into") or "another row"
                expected = "another row was expected" if end == row[key] else f"'{end}' was expected"
                yield Problem(f"{table}.csv", line, "merged_into", message, expected)


def sources_in_use(raws: Raws) -> Iterator[Problem]:
    """A source is `used` when some fact names it, and `read_not_used` otherwise."""
    facts = [name for name in raws if name not in NOT_FACTS]
    if not complete(raws, *facts):
        return
    used = {cell for name in facts for column in SOURCE_COLUMNS for cell in raws[name].columns.get(column, ())}
    for line, row in rows(raws, "sources", "source_id", "status"):
        status = "used" if row["source_id"] in used else "read_not_used"
        if row["status"] != status:
            held = "some fact names it" if status == "used" else "no fact names it"
            message = f"'{row['status']}', but {held}"
            yield Problem("sources.csv", line, "status", message, f"'{status}' was expected")


def links_have_sources(raws: Raws) -> Iterator[Problem]:
    """A link between areas names its source unless it is general knowledge."""
    for line, row in rows(raws, "area_links", "basis", "source_id"):
        if not row["source_id"] and row["basis"] != "general_knowledge":
            message = f"a link that is {row['basis'] or 'of no basis'} names no source"
            yield Problem("area_links.csv", line, "source_id", message, "a source, or general_knowledge, was expected")


def evidence_is_accounted_for(raws: Raws) -> Iterator[Problem]:
    """Each evidence row became a record that exists, or is excluded: one of the two, and once."""
    if not complete(raws, "evidence_rows", "exclusions"):
        return
    excluded = {row["evidence_row"]: line for line, row in rows(raws, "exclusions", "evidence_row")}
    known: Records = {}
    for line, row in rows(raws, "evidence_rows", "evidence_row", "table", "record_id"):
        evidence, record = row["evidence_row"], row["record_id"]
        table = BECAME.get(row["table"], row["table"])
        if record and evidence in excluded:
            message = f"{evidence} is both '{record}' and excluded (exclusions.csv:{excluded[evidence]})"
            yield Problem("evidence_rows.csv", line, "record_id", message, "one of the two was expected")
        elif not record and evidence not in excluded:
            message = f"{evidence} is neither a record nor excluded"
            yield Problem("evidence_rows.csv", line, "record_id", message, "one of the two was expected")
        elif record and table not in raws:
            expected = suggestion(table, list(raws), "a table of the dataset was expected")
            yield Problem("evidence_rows.csv", line, "table", f"'{table}' is not a table", expected)
        elif record and complete(raws, table) and record not in _known(raws, table, known):
            message = f"'{record}' is not in {table}.csv"
            yield Problem("evidence_rows.csv", line, "record_id", message, "the key of the record was expected")


def corrections_hold(raws: Raws) -> Iterator[Problem]:
    """What each correction expects to stand in the data still stands there."""
    known: Records = {}
    for line, row in rows(raws, "corrections", "table", "record_id", "column", "expected"):
        table, column, record = row["table"], row["column"], row["record_id"]
        fault: tuple[str, str, str] | None = None
        if not column or (table in raws and not complete(raws, table)):
            continue
        if table not in raws:
            fault = "table", f"'{table}' is not a table", suggestion(table, list(raws), "a table was expected")
        elif column not in raws[table].columns:
            expected = suggestion(column, list(raws[table].columns), f"a column of {table}.csv was expected")
            fault = "column", f"'{column}' is not in {table}.csv", expected
        else:
            found = _known(raws, table, known).get(record)
            if found is None:
                fault = "record_id", f"'{record}' is not in {table}.csv", "the row that was corrected was expected"
            elif found[column] != row["expected"]:
                message = f"{table}.csv has {column} '{found[column]}' for {record}"
                fault = "expected", message, f"'{row['expected']}' was expected there"
        if fault:
            yield Problem("corrections.csv", line, *fault)


def quotations_have_receipts(raws: Raws) -> Iterator[Problem]:
    """Each fragment of a source that has receipts has its own, made for just these words."""
    if not complete(raws, "receipts", "findings"):
        return
    receipts = {row["finding_id"]: (line, row["fragment_sha256"]) for line, row in rows(raws, "receipts", "finding_id")}
    findings = list(rows(raws, "findings", "finding_id", "fragment", "source_id"))
    held = {row["source_id"] for _, row in findings if row["finding_id"] in receipts}
    for line, row in findings:
        finding, fragment = row["finding_id"], row["fragment"]
        if finding in receipts:
            receipt_line, sha = receipts[finding]
            if sha != digest(fragment):
                message = f"the fragment of {finding} differs from the one proved (receipts.csv:{receipt_line})"
                yield Problem("findings.csv", line, "fragment", message, "the words as proved were expected")
        elif row["source_id"] in held and provable(fragment):
            message = f"the fragment of {finding} has no receipt, though others of its source have"
            yield Problem("findings.csv", line, "fragment", message, "a receipt in receipts.csv was expected")


def _records(raws: Raws, table: str) -> dict[str, dict[str, str]]:
    """Rows of a table by key, the parts of a compound key joined by a slash."""
    key = raws[table].key
    return {KEY_MARK.join(row[part] for part in key): row for _, row in rows(raws, table, *key)}


def _known(raws: Raws, table: str, known: Records) -> dict[str, dict[str, str]]:
    if table not in known:
        known[table] = _records(raws, table)
    return known[table]


RULES: tuple[Rule, ...] = (
    one_step_merges,
    sources_in_use,
    links_have_sources,
    evidence_is_accounted_for,
    corrections_hold,
    quotations_have_receipts,
)
