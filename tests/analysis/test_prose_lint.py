"""The lint over prose: each rule with text that fails and text that passes."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis import lint, prose

CLAIM = "{claim}`some_claim`"


def messages(text: str, names: tuple[str, ...] = ()) -> list[str]:
    return [f"{fault.line}: {fault.message}" for fault in lint.faults(text, names)]


def found(text: str, names: tuple[str, ...] = ()) -> list[str]:
    """What the lint points at, in the order of the text's lines."""
    return [
        fault.message.split("'")[1] if "'" in fault.message else fault.message for fault in lint.faults(text, names)
    ]


TYPED = {
    "Of 21 companies one was good.": ["21"],
    "It cost £467m in all.": ["£467m"],
    "Some 66.7% of cases.": ["66.7%"],
    "About 6,500 people.": ["6,500"],
    "**Only 3** were good.": ["3"],
    "There were 2018 officers in post.": ["2018"],
    "It was *40* cases.": ["40"],
    "See [60%](https://example.org).": ["60%"],
    "![a chart of 9 units](x.svg)": ["9"],
    "# The 21 companies": ["21"],
    "- first\n- 12 more": ["12"],
    "| a | b |\n| - | - |\n| x | 7 |": ["7"],
    "```{note} The 5\nWith 6 words.\n```": ["5", "6"],
    ":::{figure} fig1.svg\n:width: 80%\n\nA caption of 4 words.\n:::": ["4"],
    "````{admonition} T\n```{note}\nDeep 8.\n```\n````": ["8"],
    "text[^1]\n\n[^1]: Note of 30 words.": ["30"],
    "<p class='x2'>Raw 11</p>": ["11"],
    "term 1\n: definition 2": ["1", "2"],
    "It rose 5 points to {claim}`a`.": ["5"],
    "% no claim: the digits stay refused\nHalf of 9.": ["9"],
}
NOT_TYPED = [
    "On 12 March 2018, in March 2018, in 2018-19, 2013–2026, the 1990s, and 3 to 7 June 2019.",
    "See section 2.1, paragraphs 3 and 4, pages 12-15 of the *Annual report 2018-19: 10 lessons*.",
    "Read in [Probation Inspection Annual Report 3](https://example.org/40).",
    f"Good were {CLAIM}, shown in {{numref}}`fig-9` after {{cite}}`hmip-2019`.",
    "Run `head -5 data/x.csv` {math}`x^2`.",
    "```{code-cell}\n:tags: [hide-input]\nprint(21 + 4)\n```",
    "```python\nx = 21\n```",
    "---\ntitle: Of 21\n---\ntext",
    "```{figure} a9.svg\n:name: fig-9\n:width: 80%\nWords\n```",
    "```{note}\n---\nclass: x9\n---\nWords\n```",
    "% a comment of 9 words\n\ntext",
    "<!-- 12 -->\n\ntext",
    "1. a list\n2. with markers",
    "<https://example.org/2019/40>",
]


@pytest.mark.parametrize("text", TYPED)
def test_digits_typed_in_prose_are_found(text: str) -> None:
    assert [hit for hit in found(text) if hit[-1].isdigit() or hit[-1] in "%m"] == TYPED[text]


@pytest.mark.parametrize("text", NOT_TYPED)
def test_dates_names_sections_code_and_roles_may_hold_digits(text: str) -> None:
    assert messages(text) == []


def test_allowed_names_may_hold_digits_and_number_words_but_not_their_neighbours() -> None:
    text = "COVID-19 closed it, and the third-party two-way check; COVID-190 did not."
    assert found(text, ("COVID-19", "two-way")) == ["190"]


def test_the_file_of_allowed_names_is_read_without_its_comments(tmp_path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("# names\nCOVID-19  # the pandemic\n\nCC BY 4.0\n", encoding="utf-8")
    assert lint.allowed_names(file) == ["CC BY 4.0", "COVID-19"]


WORDS = {
    "Most companies needed improvement.": "Most",
    "Fewer were good.": "Fewer",
    "A majority were inadequate.": "majority",
    "Half of the cases were poor.": "Half",
    "Two-thirds of cases were poor.": "Two",
    "About a third of cases.": "a third",
    "A quarter of posts stood empty.": "A quarter",
    "Twenty-one companies were inspected.": "Twenty-one",
    "Hundreds left.": "Hundreds",
    "Vacancies doubled.": "doubled",
    "The rating fell.": "fell",
    "Caseloads rose again.": "rose",
    "Workloads have increased.": "increased",
    "A rise in caseload followed.": "rise in",
    "It took at least a year.": "at least",
    "More than a few left.": "More than",
    "The number was halved.": "halved",
    "It was said twice.": "twice",
}
FREE = [
    "One of the leaders said that no one had asked.",
    "The first round and the second half of the year; a third coder and a third party.",
    "The most recent inspection was its most serious; most often it was late.",
    "It fell short of the standard and fell within the rule.",
    "The inspectorate wrote “most cases were poor”.",
    "Improvement was required; headquarters agreed; stone and often and threescore.",
    f"Most companies ({CLAIM}) needed improvement.",
    f"Vacancies doubled, to {CLAIM}, in a year.",
    "See *Two Years After: Most Wanted*.",
]


@pytest.mark.parametrize("text", WORDS)
def test_words_of_quantity_and_change_need_a_claim(text: str) -> None:
    assert found(text)[0] == WORDS[text]


@pytest.mark.parametrize("text", WORDS)
def test_a_claim_in_the_same_sentence_is_enough_and_in_the_next_is_not(text: str) -> None:
    assert messages(f"{text[:-1]}, {CLAIM}.") == []
    assert found(f"{text} It was {CLAIM}.")[0] == WORDS[text]


@pytest.mark.parametrize("text", FREE)
def test_words_that_do_not_count_are_free(text: str) -> None:
    assert messages(text) == []


def test_an_exemption_frees_the_block_below_it_and_no_other() -> None:
    text = "% no claim: an idiom\nIt fell apart.\n\nIt fell apart.\n\n% no claim: idioms\n- fell apart\n- rose up\n"
    assert [line.split(":")[0] for line in messages(text)] == ["4"]


def test_an_exemption_frees_a_directive_and_what_is_in_it() -> None:
    assert messages("% no claim: an idiom\n```{note}\nIt fell apart.\n\nIt rose.\n```\n") == []
    assert messages("```{note}\n% no claim: an idiom\nIt fell apart.\n```\n") == []


@pytest.mark.parametrize("comment", ["% no claim", "% no claim:", "% no claim:   "])
def test_an_exemption_needs_a_reason(comment: str) -> None:
    assert messages(f"text\n\n{comment}\nIt fell apart.\n") == [
        "3: an exemption needs its reason: '% no claim: reason'"
    ]


def test_an_exemption_that_exempts_nothing_is_a_fault() -> None:
    assert messages("% no claim: was once needed\nPlain words.\n") == ["1: this exemption exempts nothing; delete it"]
    assert messages("Plain.\n\n% no claim: at the end\n") == ["3: this exemption exempts nothing; delete it"]


def test_a_role_in_the_first_line_of_a_backtick_directive_is_explained() -> None:
    assert "write ::: instead" in messages(f"```{{note}} Of {CLAIM}\ntext\n```")[0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\na: b\n---\n# Title\n\nfirst\nsecond 7\n", 7),
        ("a {claim}`x`\n**b**\n9", 3),
        ("```{note}\n:class: tip\n\nbody\nbody 7\n```", 5),
        ("````{note}\n```{tip}\n---\nclass: x\n---\n\nbody 7\n```\n````", 7),
        ("| a |\n| - |\n| b |\n| 7 |", 4),
        ("text\n\n<div>\nraw 7\n</div>\n", 4),
    ],
)
def test_faults_name_their_line(text: str, line: int) -> None:
    assert [fault.line for fault in lint.faults(text)] == [line]


@given(
    before=st.text("abc ,;\n*_`[](){}%:#-|\"'", max_size=60),
    number=st.integers(3000, 10**9),
    after=st.text("abc ,;\n*_`[](){}%:#-|\"'", max_size=60),
)
def test_a_number_in_a_paragraph_of_its_own_is_found_whatever_stands_around(before, number, after) -> None:
    quiet = before.replace("`", "").replace("{", "").replace(":::", "").replace("---", "").replace("%", "")
    text = f"{quiet.replace('[', '').replace('<', '')}\n\nWord {number} word.\n\n{after}"
    assume(not quiet.lstrip().startswith(("-", "*", "|", "+", ":")) and "    " not in quiet)
    assert str(number) in found(text)


@given(st.text(max_size=300))
def test_any_text_is_judged_without_an_accident(text: str) -> None:
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= fault.line <= lines for fault in lint.faults(text))


def test_claims_are_found_wherever_they_stand_with_their_line() -> None:
    text = "# A {claim}`a:cap`\n\n:::{table} T {claim}`b`\n* - {claim}`c`\n:::\n\n```{code-cell}\n'{claim}`d`'\n```\n"
    assert prose.claims_used(text) == [("a", 1), ("b", 3), ("c", 4)]


def test_the_command_prints_file_line_and_message_and_fails(tmp_path, capsys) -> None:
    import argparse

    page = tmp_path / "page.md"
    page.write_text("# T\n\nOf 21 companies.\n", encoding="utf-8")
    assert lint.run(argparse.Namespace(files=[page])) == 1
    assert f"{page.as_posix()}:3: digits typed in prose: '21'; make it a claim" in capsys.readouterr().out
    page.write_text("# T\n", encoding="utf-8")
    assert lint.run(argparse.Namespace(files=[page])) == 0
