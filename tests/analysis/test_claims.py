"""Claims: how values print, what the register refuses, and what a record says."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType, SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import acceptance, claims, wording
from analysis.called import called
from analysis.claims import Change, ClaimError, Count, Date, Money, Number, Range, Share, Value, Words, claim

PRINTED = [
    (Count(1, 21), "", "1 of 21"),
    (Count(1, 21), "words", "one of 21"),
    (Count(1, 21), "cap", "One of 21"),
    (Count(5, 9), "words", "five of nine"),
    (Count(7, 8), "cap", "Seven of eight"),
    (Count(5, 9), "", "5 of 9"),
    (Count(9, 10), "words", "nine of 10"),
    (Count(0, 7), "words", "none of seven"),
    (Count(7, 7), "cap", "All seven"),
    (Count(21, 28), "cap", "Twenty-one of 28"),
    (Count(21, 28), "pct", "75%"),
    (Count(8, 21, "at_least"), "", "at least 8 of 21"),
    (Count(1275, 1297), "", "1,275 of 1,297"),
    (Count(9, 10), "kwords", "nine"),
    (Count(10, 10), "kwords", "10"),
    (Number(6500, bound="about"), "", "about 6,500"),
    (Number(40, "cases", "at_least"), "", "at least 40 cases"),
    (Number(40, "cases", "at_least"), "plain", "40"),
    (Number(6500, "people", "at_least", said="more than 6,500 people"), "cap", "More than 6,500 people"),
    (Number(16.7, "full-time equivalents"), "", "16.7 full-time equivalents"),
    (Number(3, "units"), "cap", "Three units"),
    (Number(2.5, "%", "about"), "", "about 2.5%"),
    (Share(60), "", "60%"),
    (Share(60, "at_most"), "cap", "At most 60%"),
    (Share(2.27, decimals=1), "", "2.3%"),
    (Share(66.7, words="two-thirds"), "", "two-thirds"),
    (Share(66.7, words="two-thirds"), "cap", "Two-thirds"),
    (Money(467e6, year="2018-19"), "", "£467m"),
    (Money(467e6, year="2018-19"), "dated", "£467m (2018-19)"),
    (Money(467e6), "words", "£467 million"),
    (Money(1.42e9, "about"), "", "about £1.42bn"),
    (Money(3300), "", "£3,300"),
    (Money(500e6, said="almost £500m"), "cap", "Almost £500m"),
    (Words("fewer than half"), "cap", "Fewer than half"),
    (Date("2018-03-12"), "", "12 March 2018"),
    (Date("2018-03"), "", "March 2018"),
    (Date("2018-03-12"), "year", "2018"),
    (Range(4000, 4750), "", "4,000 to 4,750"),
    (Range(12, 30, "%"), "between", "between 12% and 30%"),
    (Change(Share(60), Share(28)), "", "from 60% to 28%"),
    (Change(Share(60), Share(28)), "after", "28%"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "form", "text"), PRINTED, ids=[f"{text}-{form}" for _, form, text in PRINTED])
def test_forms_print_as_british_prose(value: Value, form: str, text: str) -> None:
    assert value.forms()[form] == text


def test_a_share_said_in_words_has_no_percentage() -> None:
    assert set(Share(66.7, words="two-thirds").forms()) == {"", "words", "cap"}


@pytest.mark.parametrize("bound", [bound for bound in wording.BOUND_WORDS if bound != "exact"])
def test_every_form_that_gives_the_number_alone_or_not_keeps_its_bound(bound: str) -> None:
    for value in (Number(40, "cases", bound), Share(40, bound), Money(40e6, bound), Count(8, 21, bound)):
        said = wording.BOUND_WORDS[bound]
        for form in {"", "words", "cap"} & set(value.forms()):
            assert value.forms()[form].lower().startswith(said), (value, form)


@pytest.mark.parametrize(
    "make", [lambda: Count(5, 4), lambda: Share(101), lambda: Number(4, bound="roughly").forms(), lambda: Count(-1, 4)]
)
def test_what_cannot_be_is_refused(make) -> None:
    with pytest.raises(ValueError, match=r"cannot be|between 0 and 100|is not one of"):
        make()


@given(k=st.integers(0, 500), more=st.integers(0, 500))
def test_counts_can_be_read_back(k: int, more: int) -> None:
    count = Count(k, k + more)
    assert [int(part.replace(",", "")) for part in count.forms()[""].split(" of ")] == [k, k + more]
    assert count.canonical() == f"{k}/{k + more}"


def test_number_words_are_all_different_and_lower_case() -> None:
    words = [wording.number_word(number) for number in range(100)]
    assert len(set(words)) == 100
    assert (words[11], words[40], words[99]) == ("eleven", "forty", "ninety-nine")


def test_an_interval_prints_in_the_unit_of_its_value() -> None:
    note = "Wilson 95%, as if a simple random sample of that caseload"
    assert Count(18, 40, interval=(30.7, 60.2), interval_note=note).interval_text() == f"31% to 60% ({note})"
    assert Count(18, 40).interval_text() == ""


DATA_TABLES = {
    "sources": pd.DataFrame({"source_id": ["hmip-2019"], "title": ["Annual report"], "read_extent": ["opening"]}),
    "ratings": pd.DataFrame({"rating": ["good", "inadequate", "good"]}),
}


def dataset() -> SimpleNamespace:
    return SimpleNamespace(tables=DATA_TABLES, **DATA_TABLES)


@claim("rated_good", "Inspections rated good", sources=["hmip-2019"], caveat="Whole companies.")
def rated_good(data) -> Count:
    """Inspections whose rating
    is *good*.

    A second paragraph.

    Raises ValueError if there are none.
    """
    return Count(int(are_good(data).sum()), len(data.ratings))


def are_good(data) -> pd.Series:
    return wording_of(data) == "good"


def wording_of(data) -> pd.Series:
    return data.ratings["rating"]


def only(function) -> dict[str, claims.Claim]:
    return {function.claim.id: function.claim}


def test_a_record_says_all_that_the_register_shows() -> None:
    record = claims.records(dataset(), only(rated_good))["rated_good"]
    assert record["forms"][""] == "2 of 3"
    assert record["definition"] == "Inspections whose rating is *good*."
    assert record["caveat"] == "Whole companies. A second paragraph.", "not what it raises"
    assert [(one["name"], one["file"]) for one in record["calls"]] == [("are_good", "tests/analysis/test_claims.py")]
    assert "def are_good" in record["calls"][0]["code"]
    assert record["tables"] == ["ratings"], "the table that was read is noted by itself"
    assert [(one["title"], one["read_extent"]) for one in record["sources"]] == [("Annual report", "opening")]
    assert record["sources"][0]["url"] == "", "what is not known is empty"
    assert "def rated_good" in record["code"]
    assert record["place"].startswith("tests/analysis/test_claims.py:")


def test_functions_called_are_those_of_the_package_one_level_deep() -> None:
    names = [one.__qualname__ for one in called(test_functions_called_are_those_of_the_package_one_level_deep)]
    assert names == ["only", "are_good"], (only, are_good, pd.concat, acceptance.moves)


def test_sources_may_come_from_data_or_value_and_must_exist() -> None:
    @claim("a", "states a", sources=lambda data: list(data.sources["source_id"]))
    def a(data) -> Words:
        """A."""
        return Words("x", sources=("nowhere",))

    with pytest.raises(ClaimError, match=r"test_claims\.py:\d+: claim 'a': .*not in sources\.csv: nowhere"):
        claims.records(dataset(), only(a))


def test_every_failing_claim_is_named_at_once() -> None:
    @claim("first", "states")
    def first(data) -> Words:
        """A."""
        raise ValueError("no inspection of Gwent in the data")

    @claim("second", "states")
    def second(data):
        """B."""
        return 7

    with pytest.raises(ClaimError) as caught:
        claims.records(dataset(), only(first) | only(second) | only(rated_good))
    lines = str(caught.value).splitlines()
    assert len(lines) == 2
    assert "no inspection of Gwent in the data" in lines[0]
    assert "returned int" in lines[1]


@pytest.mark.parametrize(
    ("id", "states", "doc"), [("Bad-Id", "x", "d"), ("a__b", "x", "d"), ("ok", " ", "d"), ("ok", "x", "")]
)
def test_a_claim_without_id_statement_or_definition_is_refused(id: str, states: str, doc: str) -> None:
    def function(data) -> Words:
        return Words("x")

    function.__doc__ = doc
    with pytest.raises(ClaimError):
        claim(id, states)(function)


def test_two_claims_of_one_name_are_an_error_that_names_both(tmp_path, monkeypatch) -> None:
    body = "from analysis.claims import claim, Words\n@claim('same', 'x')\ndef {}(data):\n    'D.'\n"
    package = tmp_path / "doubled_package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "one.py").write_text(body.format("f"))
    (package / "two.py").write_text(body.format("g") + "from doubled_package.one import f\n")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    try:
        with pytest.raises(ClaimError, match=r"two\.py:2: claim 'same' stands already at one\.py:2"):
            claims.register("doubled_package")
    finally:
        for name in [name for name in sys.modules if name.startswith("doubled_package")]:
            del sys.modules[name]


def test_two_claims_of_one_name_in_one_module_are_an_error() -> None:
    def twin(data) -> Words:
        """D."""
        return Words("x")

    module = ModuleType(__name__)
    module.one = rated_good
    module.two = claim("rated_good", "x")(twin)
    assert [one.id for one in claims._claims_of(module)] == ["rated_good", "rated_good"]


def test_moves_name_old_and_new_value_and_what_is_new_or_gone() -> None:
    moved = acceptance.moves(
        {"a": ("1 of 21", "1/21"), "gone": ("x", "x"), "same": ("y", "y")},
        {"a": ("2 of 21", "2/21"), "new": ("z", "z"), "same": ("y", "y")},
    )
    lines = [move.line({"a": ["chapters/x.md:7"]}) for move in moved]
    assert lines == [
        "a: was '1 of 21 [1/21]', is now '2 of 21 [2/21]'; read again: chapters/x.md:7",
        "gone: is gone; 'x' was accepted; read again: no page uses it",
        "new: is new and not accepted: 'z'; read again: no page uses it",
    ]


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), st.tuples(st.text(), st.text()), max_size=5))
def test_accepted_values_read_back_equal(tmp_path_factory, pairs) -> None:
    pairs = {name: tuple(text.replace("\r", "").replace("\0", "") for text in pair) for name, pair in pairs.items()}
    path = tmp_path_factory.mktemp("accepted") / "claims.csv"
    acceptance.write_accepted(pairs, path)
    assert acceptance.moves(acceptance.read_accepted(path), pairs) == []
