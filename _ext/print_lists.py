"""Give the lists, contents and headings of the printed book the parts and levels that PDF/UA-1 asks for."""

from __future__ import annotations

from typing import Any

from print_pieces import Note, Tree

LEVELS = {"contents-part": 0, "contents-exhibit": 0, "contents-chapter": 1, "contents-section": 2}


def order_lists(tree: Tree, notes: list[Note]) -> None:
    """Give each item of a list a body, and each term of a definition list the definition that follows it."""
    names = {note.element.number: note.name for note in notes if note.element["S"] == "/LI"}
    for note in notes:
        element = note.element
        if element["S"] == "/LI" and tree.at(element["P"])["S"] == "/L":
            give_body(tree, element)
    for note in notes:
        if note.element["S"] == "/L" and note.name == "dl":
            pair_terms(tree, note.element, names)


def give_body(tree: Tree, item: Any) -> None:
    """Put all that an item holds, but for its label, into one body."""
    labels = [kid for kid in item["K"] if tree.at(kid)["S"] == "/Lbl"]
    others = [kid for kid in item["K"] if kid not in labels]
    if [tree.at(kid)["S"] for kid in others] == ["/LBody"] or not others:
        return
    body = tree.new("/LBody", item)
    for kid in others:
        tree.give(body, list(tree.at(kid)["K"]) if tree.at(kid)["S"] == "/LBody" else [kid])
    item["K"][:] = [*labels, body.reference]


def pair_terms(tree: Tree, listed: Any, names: dict[int, str]) -> None:
    """Make an item of each term, its label, and the definitions that follow it, its body."""
    term = None
    for item in tree.kids(listed):
        kind = names.get(item.number)
        if kind == "dt":
            term = item
            for kid in tree.kids(item):
                kid["S"] = "/Lbl"
        elif kind == "dd" and term is not None:
            bodies, item["K"][:] = list(item["K"]), []
            tree.take_out(item)
            tree.give(term, bodies)
            if len(term["K"]) > 2:
                give_body(tree, term)


def list_contents(tree: Tree, notes: list[Note]) -> None:
    """Make a table of contents (TOC) of lines in sequence, one within another as parts, chapters and sections are."""
    lines = {note.element.number: level for note in notes if note.element["S"] == "/P"
             for name, level in LEVELS.items() if name in (note.source.get("class") or "").split()}
    holders = {tree.parent(note.element).number: tree.parent(note.element)
               for note in notes if note.element.number in lines}
    for holder in holders.values():
        held, holder["K"][:] = list(holder["K"]), []
        open_at: list[Any] = []   # the TOC of each level that is open
        for kid in held:
            level = lines.get(tree.at(kid).number)
            if level is None:
                open_at = []
                holder["K"].append(kid)
                continue
            del open_at[level + 1:]
            while len(open_at) <= level:
                above = open_at[-1] if open_at else holder
                open_at.append(tree.new("/TOC", above))
                above["K"].append(open_at[-1].reference)
            item = tree.new("/TOCI", open_at[-1])
            open_at[-1]["K"].append(item.reference)
            tree.give(item, [kid])


def lower_headings(tree: Tree, notes: list[Note]) -> None:
    """Put the headings of chapters below those of the part that holds them."""
    for note in notes:
        if note.element["S"] == "/Div" and "in-part" in (note.source.get("class") or "").split():
            for level in (4, 3, 2, 1):
                for heading in tree.below(note.element, f"/H{level}"):
                    heading["S"] = f"/H{level + 1}"
                    for again in tree.below(heading, f"/H{level}"):   # its number
                        again["S"] = "/Span"


def leave_out_empty(tree: Tree, notes: list[Note]) -> None:
    """Take out the spans and blocks that hold nothing; an empty cell stays."""
    for note in notes:
        if not note.element["K"] and note.element["S"] in {"/Span", "/NonStruct", "/Div", "/P"}:
            tree.take_out(note.element)
