"""A tiny made-up data folder that is right in every respect, for the tests to damage."""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.data import DATA
from analysis.quotes import make_receipts, normalise, read_rows, read_texts, write_receipts
from analysis.schema import read_package

TEXT = "The inspectors say: \u201cstaff were stretched \u2013 beyond reason\u201d and leaders\nknew it too well."
TABLES = {
    "sources": """source_id,title,publisher,published,url,url_names_people,kind,read_via,read_extent,status,note
hmip-2019,Report on Northshire,HM Inspectorate of Probation,2019-03-29,https://example.org/r,false,inspection_report,,whole,used,
news-2019,A story,The Northshire News,2019-03,,false,news,,opening,used,
news-2020,A story nobody used,The Northshire News,2020,,false,news,,opening,read_not_used,
""",
    "voices": """voice,label,definition
commenter,Commenters,Unnamed readers
inspectorate,The inspectorate,HM Inspectorate of Probation
practitioner,Staff,Unnamed members of staff
press,The press,Newspapers
""",
    "organisations": """organisation_id,name,kind,region,start,end,basis,source_id,note
crc-northshire,Northshire CRC,crc,,2014-06-01,2021-06-26,stated,hmip-2019,
system-crc,All CRCs,system,,,,stated,hmip-2019,
trust-northshire,Northshire Probation Trust,trust,,,2014-05-31,stated,hmip-2019,
""",
    "area_links": """from_id,to_id,relation,basis,source_id,note
trust-northshire,crc-northshire,part_of,general_knowledge,,
""",
    "places": """place,kind,organisation_id,basis
Northtown,town,crc-northshire,name
""",
    "ownership": """organisation_id,owner,owner_as_said,owner_type,start,end,basis,source_id,note
crc-northshire,public,HM Government,public,2014-06-01,2015-02-01,stated,hmip-2019,
crc-northshire,Sodexo,Sodexo,private,2015-02-01,2021,stated,hmip-2019,
""",
    "standards": """regime,standard,name,domain,applies_to,order,basis,source_id,note
quality_impact,protecting_the_public,Protecting the public,tests,crc,1,stated,hmip-2019,
rated,leadership,Leadership,organisational_delivery,crc,1,stated,hmip-2019,
rated,staff,Staff,organisational_delivery,crc,2,stated,hmip-2019,
""",
    "ratings": """inspection_id,standard,source_id,judgement,scale,basis,chosen,note
crc-northshire-2017,protecting_the_public,news-2019,not good enough,words,stated,true,
crc-northshire-2019-03,leadership,hmip-2019,outstanding,four_point,stated,true,
crc-northshire-2019-03,leadership,news-2019,good,four_point,stated,false,
crc-northshire-2019-03,staff,hmip-2019,inadequate,four_point,stated,true,"a note
on two lines"
""",
    "metrics": """metric_id,name,definition,unit,direction,theme
caseload,Caseload,People supervised.,people,neither,workload
vacancy_share,Vacancies,Posts not filled.,percent,lower_better,workload
""",
    "finding_themes": """finding_id,theme,position
f-1,workload,1
f-2,leadership,1
f-2,workload,2
anon-001,workload,1
""",
    "themes": """theme,label,definition,include,exclude
leadership,Leadership,What leaders do.,,
workload,Workload,How much there is to do.,,
""",
    "codings": """finding_id,codebook,coder,themes,polarity,resolution
f-1,2,final,workload,negative,agreed
f-1,2,one,workload,negative,
f-2,2,final,leadership;workload,neutral,adjudicated
anon-001,2,final,workload,negative,agreed
""",
    "verification": """verification_id,evidence_table,record_id,source_id,verdict,comment,decision
v001,system/findings,f-1,hmip-2019,confirmed,Matches.,
""",
    "corrections": """correction_id,fault,table,record_id,column,expected,decision,reason
anon-log-001,rumour,findings,anon-001,displayable,false,not shown,rumour
""",
    "exclusions": """evidence_row,table,evidence_id,reason,detail
north/findings:5,findings,f-4,not_evidence,off the subject
""",
    "gaps": """gap_id,what,where_looked,table,note
g-1,The score,the report,inspections,
""",
}
INSPECTION = {
    "organisation_id": "crc-northshire", "organisation_basis": "stated", "coverage": "whole",
    "published_basis": "stated", "source_id": "hmip-2019",
}  # fmt: skip
INSPECTIONS = [
    INSPECTION | {"inspection_id": "crc-northshire-2017", "regime": "quality_impact", "published": "2017"},
    INSPECTION
    | {
        "inspection_id": "crc-northshire-2019-03", "regime": "rated", "round": "1", "fieldwork_start": "2018-11",
        "fieldwork_end": "2018-12", "fieldwork_basis": "stated", "published": "2019-03-29",
        "overall_rating": "requires_improvement", "rating_basis": "stated", "rating_source_id": "hmip-2019",
        "caseload": "2100", "caseload_bound": "about",
    },
]  # fmt: skip
FINDING = {
    "organisation_id": "crc-northshire", "polarity": "negative", "speaker": "inspectorate", "displayable": "true",
    "source_id": "hmip-2019",
}  # fmt: skip
FINDINGS = [
    FINDING
    | {
        "finding_id": "f-1", "inspection_id": "crc-northshire-2019-03", "finding": "Staff, it says, were overworked.",
        "fragment": "staff were stretched - beyond reason",
    },
    FINDING
    | {
        "finding_id": "f-2", "inspection_id": "crc-northshire-2019-03", "finding": "Leaders knew of it.",
        "polarity": "neutral", "relayed_by": "press", "source_id": "news-2019", "merged_into": "f-1",
    },
    FINDING
    | {
        "finding_id": "anon-001", "finding": "A member of staff is worried.", "speaker": "practitioner",
        "organisation_id": "system-crc",
        "displayable": "false", "source_id": "news-2019",
    },
]  # fmt: skip
INDICATOR = {
    "organisation_id": "crc-northshire", "bound": "exact", "period_kind": "unknown", "reported_by": "inspectorate",
    "displayable": "true", "preferred": "true", "basis": "stated", "source_id": "hmip-2019",
}  # fmt: skip
INDICATORS = [
    INDICATOR
    | {"indicator_id": "ind-1", "inspection_id": "crc-northshire-2019-03", "metric_id": "vacancy_share",
       "value": "12.5"},
    INDICATOR
    | {"indicator_id": "ind-2", "metric_id": "vacancy_share", "value": "13", "bound": "about", "merged_into": "ind-1",
       "start": "2018-04", "end": "2019-03", "period_kind": "fiscal_year"},
]  # fmt: skip
EVIDENCE = {
    "north/findings": ("findings", [["f-1", "one"], ["f-2", "two"], ["f-3", "three"], ["f-4", "off\nthe subject"]]),
    "north/indicators": ("indicators", [["ind-1", "12.5"], ["ind-2", "13"]]),
    "north/sources": ("sources", [["hmip-2019", "a"], ["hmip-2019", "the same again"]]),
    "coding": ("coding", [["f-1", "2", "final"]]),
}


def fingerprint(fields: list[str]) -> str:
    """Fingerprint of an evidence row, worked out apart from the code under test."""
    return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()[:16]


def manifest() -> list[list[str]]:
    """Rows of the manifest for `EVIDENCE`."""
    rows = []
    for name, (table, records) in EVIDENCE.items():
        for number, fields in enumerate(records, 2):
            record = "" if fields[0] == "f-4" else "/".join(fields) if table == "coding" else fields[0]
            if record == "f-3":
                rows.append(["withheld:001", table, "", "anon-001"])
                continue
            rows.append([f"{name}:{number}", table, fingerprint(fields), record])
    return sorted(rows)


def write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """Write a CSV file."""
    with open(path, "w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([header, *rows])


def columns(table: str) -> list[str]:
    """Columns of one of this book's tables, from its schema."""
    return list(read_package(DATA).tables[table].columns)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with the one text that the tiny folder's fragment is quoted from."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "report.txt").write_text(TEXT, encoding="utf-8")
    assert "stretched - beyond" in normalise(TEXT)
    return folder


@pytest.fixture
def tiny(tmp_path: Path, texts: Path) -> Path:
    """The tiny folder, under this book's own schema."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(DATA / "datapackage.json", folder)
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    for name, records in (("inspections", INSPECTIONS), ("findings", FINDINGS), ("indicators", INDICATORS)):
        header = columns(name)
        write(folder / f"{name}.csv", header, [[record.get(column, "") for column in header] for record in records])
    write(folder / "evidence_rows.csv", ["evidence_row", "table", "fingerprint", "record_id"], manifest())
    write_receipts(make_receipts(read_rows(folder / "findings.csv"), read_texts(texts)), folder / "receipts.csv")
    return folder


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """The made-up evidence that the tiny folder's manifest is about."""
    folder = tmp_path / "evidence"
    for name, (_, records) in EVIDENCE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write(folder / f"{name}.csv", ["id", "what", "more"][: len(records[0])], records)
    return folder


@pytest.fixture
def edit(tiny: Path) -> Callable[..., Path]:
    """Replace text in one table of the tiny folder: `edit(table, old, new)`; the old must stand there once."""

    def change(table: str, old: str, new: str, count: int = 1) -> Path:
        path = tiny / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {table}.csv"
        path.write_text(text.replace(old, new, count), encoding="utf-8", newline="")
        return tiny

    return change
