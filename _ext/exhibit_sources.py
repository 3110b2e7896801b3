"""The line of sources under a figure or table: links to the register, or numbers of the bibliography on paper."""

import re
from html import escape
from typing import Any

MOST_SOURCES = 4  # more are folded


def in_print(translator: Any) -> bool:
    """Whether the page goes on paper."""
    return translator.builder.name in translator.config.exhibits_print_builders


def sources_html(self: Any, data: dict[str, Any]) -> str:
    """The sources, each a link to its entry in the register; on paper, their numbers in the bibliography."""
    sources = data["sources"]
    if in_print(self):
        return f'<p class="exhibit-source">Source{"s" * (len(sources) > 1)}: {numbered(self, sources)}.</p>'
    if len(sources) > MOST_SOURCES and {name for name, _ in sources} <= linked_sources(data):
        return '<p class="exhibit-source">Sources: each row links to its own.</p>'
    items = [source_html(self, source, words) for source, words in sources]
    if len(items) == 1:
        return f'<p class="exhibit-source">Source: {items[0]}.</p>'
    if len(items) <= MOST_SOURCES:
        return f'<p class="exhibit-source">Sources: {"; ".join(items)}.</p>'
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<details class="exhibit-source"><summary>Sources ({len(items)})</summary><ul>{listed}</ul></details>'


def numbered(self: Any, sources: list[tuple[str, str]]) -> str:
    """Sources by their numbers in the bibliography, in order; one that stands in none by its words."""
    builder = self.builder
    known = {one.key: one for one in builder.env.domaindata.get("cite", {}).get("citations", [])}
    cited = [known[name] for name, _ in sources if name in known]
    links = []
    for one in sorted(cited, key=lambda one: int(one.formatted_entry.label)):
        page = builder.get_relative_uri(builder.current_docname, one.bibliography_key.docname)
        links.append(f'<a href="{escape(page)}#{one.citation_id}">{escape(one.formatted_entry.label)}</a>')
    others = [escape(words) for name, words in sources if name not in known]
    return "; ".join([*([f"[{', '.join(links)}]"] if links else []), *others])


def linked_sources(data: dict[str, Any]) -> set[str]:
    """The sources that cells of a table link to."""
    return set(re.findall(r"#source-([\w.-]+)", repr([column["cells"] for column in data["columns"]])))


def source_html(self: Any, source: str, words: str) -> str:
    """One source, as a link."""
    if source == "dataset":
        return page_link(self, self.config.exhibits_dataset_page, "", words)
    return page_link(self, self.config.exhibits_source_register, f"source-{source}", words)


def page_link(self: Any, docname: str, anchor: str, words: str) -> str:
    """A link to a page of the book, or the words alone where there is none (or no screen)."""
    if in_print(self) or docname not in self.builder.env.found_docs:
        return escape(words)
    address = self.builder.get_relative_uri(self.builder.current_docname, docname)
    return f'<a href="{escape(address + (f"#{anchor}" if anchor else ""))}">{escape(words)}</a>'
