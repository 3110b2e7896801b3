"""How leaders can be praised over weak casework: the answers sources give, and inspections where the two agreed."""

from __future__ import annotations

import pandas as pd

from analysis.claims import Count, Number, Words, claim
from analysis.data import Dataset
from analysis.exhibits import Table, rating_cell
from analysis.kept import kept
from analysis.leadership import beside_casework, casework_ratings, casework_words, leadership_ratings, with_rating
from analysis.lookup import finding, published_words, service_name, source_links, undated_links
from analysis.ratings import GOOD_OR_BETTER
from analysis.statements import Depth, chosen, depth_of, said, select, statement_rows, voice_words
from analysis.wording import capitalised, number_word

CHANGE = "hmip-page-changes-2019-20"
ANSWERS = {  # the answer in our words: statements that give it, each checked against its wording
    "Leaders had begun; cases would follow": ("qi-0207", "qi-0209", "qi-0217"),
    "The staff were too few, too new or not qualified": ("qi-0214", "qi-0215", "rr2-system-crc-07", "reun-043"),
    "Change itself got in the way": ("rr1-070", "qi-0202"),
    "Money and control lay elsewhere": ("rr1-098", "rr2-system-nps-01", "reun-002"),
    "Checking did not reach the cases": ("qi-0198", "reun-179"),
    "The two were judged apart": ("sys-0121", "qi-0199", "anon-031"),
    "The rating understates the company": ("rr1-085", "rr1-134", "sys-0137"),
}
HIGH, LOW = "high", "low"
TOGETHER = {  # inspection: which way, statement on its leaders, statement on its casework (none where ratings say it)
    "nps-south-west-south-central-2018-11": (HIGH, "rr1-028", "rr1-031"),
    "nps-wales-2019-04": (HIGH, "rr1-100", "rr1-103"),
    "nps-north-west-2020-07": (HIGH, "rr2-nps-north-west-2020-07-05", "rr2-nps-north-west-2020-07-04"),
    "pdu-birmingham-north-east-solihull-2022-08": (LOW, None, "reun-018"),
    "pdu-cambridgeshire-peterborough-2024-07": (LOW, "reun-079", "reun-101"),
    "pdu-norfolk-2024-05": (LOW, "reun-087", None),
    "pdu-bradford-calderdale-2024-11": (LOW, None, "reun-112"),
    "pdu-west-sussex-2024": (LOW, "reun-224", "reun-078"),
}  # fmt: skip
WANTED = {HIGH: "positive", LOW: "negative"}  # polarity of a statement that points that way


def answers(d: Dataset) -> pd.DataFrame:
    """Statements that answer the reader's question, grouped: `answer` and the columns of `findings`."""
    parts = [chosen(d, ids).assign(answer=answer) for answer, ids in ANSWERS.items()]
    return pd.concat(parts, ignore_index=True)


def table_answers(d: Dataset) -> Table:
    """Every answer that was found to the reader's question, with its voice."""
    frame = answers(d)
    depth = depth_of(d, frame)
    shown = statement_rows(d, frame)
    unnamed = frame["speaker"] == "commenter"
    shown["About, report"] = shown["About, report"].mask(unnamed)
    shown.loc[unnamed, "Voice and source"] = pd.Series(
        [[voice_words(row), *undated_links(d, [row["source_id"]])] for _, row in frame[unnamed].iterrows()],
        index=frame.index[unnamed], dtype=object,
    )  # fmt: skip
    shown.insert(0, "Answer", frame["answer"])
    voices = int(frame["speaker"].nunique())
    count = capitalised(number_word(int(frame["answer"].nunique())))
    most = (frame["speaker"] == "inspectorate").mean() > 0.5
    mostly = ", most statements the inspectorate's own" if most else ""
    return Table(
        "leadership-answers",
        shown,
        f"{count} answers from {number_word(voices)} kinds of voice{mostly}",
        "How leaders could be rated highly over weak casework: statements found, grouped by us, 2018 to 2024.",
        list(frame["source_id"]),
        n=f"{depth.statements} statements from {depth.sources} sources, {depth.opening} of them read through their "
        "opening only",
        note="The grouping is ours. A source that gives one answer does not thereby reject another. Readers not named "
        "are paraphrased, without the service they wrote of.",
        missing="not given, to protect the person",
    )


@kept
def together(d: Dataset) -> pd.DataFrame:
    """Inspections where what is known of leadership and of casework points one way.

    Returns
    -------
    pandas.DataFrame
        `inspection_id`, `direction` ("high" or "low", as read), `leadership`, `casework` (ratings and statements in
        words), `overall_rating`, `source_ids`; in the order of `TOGETHER`.

    Raises
    ------
    ValueError
        If an inspection has neither a rating nor a statement on one of the two, or one of them points the other way.
    """
    known, rated = leadership_ratings(d).set_index("inspection_id"), casework_ratings(d)
    inspections = d.inspections.set_index("inspection_id")
    rows = []
    for name, (direction, leader, work) in TOGETHER.items():
        notes = [None if i is None else finding(d, i) for i in (leader, work)]
        rating = known["leadership"].get(name)
        _refuse_contrary(name, direction, rating, notes)
        words = [None if rating is None else f"rated {str(rating).replace('_', ' ')}", casework_words(d, name, rated)]
        cells = [_joined(word, note) for word, note in zip(words, notes, strict=True)]
        if not cells[0] or not (cells[1] or leader):
            raise ValueError(f"nothing is known of leadership or of casework at {name}")
        rows.append(
            {
                "inspection_id": name, "direction": direction, "leadership": cells[0], "casework": cells[1],
                "overall_rating": inspections.loc[name, "overall_rating"],
                "source_ids": _sources(d, name, known, notes),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _refuse_contrary(name: str, direction: str, rating: object, notes: list[pd.Series | None]) -> None:
    """Refuse a rating or statement on leaders that does not point the way declared, or one on casework against it."""
    leader, work = (None if note is None else note["polarity"] for note in notes)
    if leader not in (None, WANTED[direction]) or work not in (None, "mixed", WANTED[direction]):
        raise ValueError(f"{name}: a statement does not point {direction}")
    if rating is not None and (rating in GOOD_OR_BETTER) != (direction == HIGH):
        raise ValueError(f"{name}: leadership was rated {rating}, which does not point {direction}")


def _joined(words: str | None, note: pd.Series | None) -> str | None:
    parts = [words[:1].upper() + words[1:] + "." if words else "", said(note) if note is not None else ""]
    return " ".join(part for part in parts if part) or None


def _sources(d: Dataset, name: str, known: pd.DataFrame, notes: list[pd.Series | None]) -> list[str]:
    rated = casework_ratings(d)
    ids = [known.loc[name, "source_id"]] if name in known.index else []
    ids += [note["source_id"] for note in notes if note is not None]
    return [str(i) for i in dict.fromkeys([*ids, *rated.loc[rated["inspection_id"] == name, "source_id"]])]


def table_together(d: Dataset) -> Table:
    """Inspections where leadership and casework were reported alike."""
    frame = together(d)
    inspections = d.inspections.set_index("inspection_id")
    high = int((frame["direction"] == HIGH).sum())
    overall = frame["overall_rating"].astype("string").map(rating_cell)
    shown = pd.DataFrame(
        {
            "Service, report, overall rating": [
                with_rating(f"{service_name(d, i)}, {published_words(inspections.loc[i])}", rating)
                for i, rating in zip(frame["inspection_id"], overall, strict=True)
            ],
            "Leadership": frame["leadership"],
            "Casework and sources": [
                ["In the statement on leaders" if pd.isna(words) else words.rstrip("."), *source_links(d, ids)]
                for words, ids in zip(frame["casework"], frame["source_ids"], strict=True)
            ],
        }
    )
    return Table(
        "leadership-together",
        shown,
        f"In {len(frame)} inspections the two pointed one way: {high} up, {len(frame) - high} down",
        "Inspections with leaders and casework reported alike: ratings if known, else statements in our words.",
        [source for ids in frame["source_ids"] for source in ids],
        n=f"{len(frame)} inspections, picked by reading",
        note="Found by looking for them, as the cases of the other tables were: neither list is a count of how often.",
    )


@claim("leadership_question_overall", "overall rating of South Yorkshire CRC when its leaders were called outstanding")
def leadership_question_overall(d: Dataset) -> Words:
    """The overall rating of South Yorkshire CRC in March 2019."""
    row = d.inspections.set_index("inspection_id").loc["crc-south-yorkshire-2019-03"]
    return Words(str(row["overall_rating"]).replace("_", " "), sources=(str(row["rating_source_id"]),))


@claim(
    "leadership_mismatch_admitted", "what the inspectorate changed after the two had parted", sources=[CHANGE],
    caveat="Read in the opening of one page; which inspections were meant is not said there.",
)  # fmt: skip
def leadership_mismatch_admitted(d: Dataset) -> Words:
    """Whether the four ratings changed in 2019-20, when the way of judging leadership did."""
    live = d.live("indicators")
    row = live[live["metric_id"] == "rating_scale_changed_2019_20"].iloc[0]
    if row["value_text"] != "no" or "linked more clearly to case data" not in str(row["note"]):
        raise ValueError("the record of the change of method is not what the chapter says of it")
    return Words("did not change", sources=(str(row["source_id"]),))


@claim("leadership_beside", "statements, each on another inspection, that praise leaders and fault the work")
def leadership_beside(d: Dataset) -> Number:
    """The inspectorate's statements, each on another inspection, that praise its leaders and fault its work at once.

    Raises
    ------
    ValueError
        If two of them are on one inspection.
    """
    frame = beside_casework(d)
    if not frame["inspection_id"].is_unique:
        raise ValueError("two statements are on one inspection: count inspections and write the words again")
    return Number(len(frame), "statements")


@claim("leadership_beside_relayed", "statements that praise leaders and fault the work, read in the press")
def leadership_beside_relayed(d: Dataset) -> Count:
    """Of the inspectorate's statements that praise leaders and fault the work at once, those that the press relays."""
    frame = beside_casework(d)
    return Count(int((frame["relayed_by"] == "press").sum()), len(frame))


@claim("leadership_beside_sources", "sources of the statements that praise leaders and fault the work")
def leadership_beside_sources(d: Dataset) -> Count:
    """Of the sources of those statements, how many were read through their opening only."""
    depth = depth_of(d, beside_casework(d))
    return Count(depth.opening, depth.sources)


@claim("leadership_together", "inspections found where leadership and casework pointed one way")
def leadership_together(d: Dataset) -> Number:
    """Inspections picked by reading where leadership and casework were reported alike, high or low."""
    return Number(len(together(d)), "inspections")


@claim("leadership_together_high", "inspections where leadership and casework were both well reported")
def leadership_together_high(d: Dataset) -> Count:
    """Of the inspections where leadership and casework were reported alike, those where both were well reported."""
    frame = together(d)
    return Count(int((frame["direction"] == HIGH).sum()), len(frame))


@claim("leadership_statements", "statements coded to leadership, about inspections")
def leadership_statements(d: Dataset) -> Number:
    """Live statements on an inspection that are coded to leadership, whoever makes them."""
    return Number(_coded(d).statements, "statements")


@claim("leadership_statement_inspections", "inspections with a statement coded to leadership")
def leadership_statement_inspections(d: Dataset) -> Number:
    """Inspections with a live statement coded to leadership."""
    return Number(_coded(d).inspections, "inspections")


@claim("leadership_statement_sources", "sources of statements on leadership that were read by their opening only")
def leadership_statement_sources(d: Dataset) -> Count:
    """Of the sources of statements on an inspection coded to leadership, those read through their opening only."""
    return Count(_coded(d).opening, _coded(d).sources)


def _coded(d: Dataset) -> Depth:
    frame = select(d, ["leadership"])
    return depth_of(d, frame[frame["inspection_id"].notna()])
