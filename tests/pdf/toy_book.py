"""A book of three short chapters that has what a page can go wrong with."""

from __future__ import annotations

from pathlib import Path

CONFIG = """\
title: "Toy book: a trial"
author: Toy authors
only_build_toc_files: true
execute: {execute_notebooks: "off"}
html: {home_page_in_navbar: true}
bibtex_bibfiles: [references.bib]
sphinx: {config: {language: en-GB, numfig: true, numfig_format: {figure: "Figure %s"}}}
"""
CONTENTS = """\
format: jb-book
root: index
parts:
- caption: First part
  numbered: true
  chapters: [{file: one/first}, {file: one/second}]
- caption: Registers
  chapters: [{file: list}]
"""
CITATION = """\
cff-version: 1.2.0
title: "Toy book: a trial"
version: 1.2.3
date-released: 2026-11-22
authors: [{name: Toy authors}]
license: [CC-BY-4.0]
"""
PICTURE = ('<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30">'
           '<rect width="60" height="30" fill="#357"/></svg>')
WORDS = "Inspectors read cases and wrote down what they found, service by service, in words and in numbers. "
LONG = WORDS.replace("service by service", "in high-risk and low-risk cases") * 60   # more than a page
CHAPTER = """\
# {title}

## In brief

{words}

## What was found

```{{index}} caseload
```

{words}[^1] See {{numref}}`fig-{name}`, {{numref}}`fig-first` and {{doc}}`second`, and {{cite}}`report`.

```{{figure}} ../picture.svg
:name: fig-{name}
:alt: One blue bar, which stands for {name}.

**Bars rise.** Of three services
```

```{{index}} caseload
```

[^1]: A footnote of {name}. [A page](https://example.org/page).

| Area | Cases |
| --- | ---: |
| North | 12 |
| South | 9 |

<p class="no-print">Only for screens: {name}</p>

```python
print("code that is shown")
```

## Sources

{words}

{long}
"""


def write_toy(folder: Path) -> None:
    """Write the sources of the toy book."""
    (folder / "one").mkdir()
    files = {
        "_config.yml": CONFIG, "_toc.yml": CONTENTS, "CITATION.cff": CITATION, "picture.svg": PICTURE,
        "references.bib": "@misc{report, title={A report}, author={{The Inspectorate}}, year={2019},"
                          " url={https://example.org/a/report}}\n",
        "index.md": f"# Toy book\n\n{WORDS}\n\n[Read on, {WORDS * 2}](one/first)\n",
        "one/first.md": CHAPTER.format(title="What was inspected?", name="first", words=WORDS * 6, long=LONG),
        "one/second.md": CHAPTER.format(title="Did it go well?", name="second", words=WORDS * 6, long=LONG),
        "list.md": register(),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def register() -> str:
    """A long table, a wide one, a glossary and the bibliography."""
    long = "\n".join(f"| Service number {row} | good | {row} |" for row in range(120))
    heads = " | ".join(f"Heading{place}" for place in range(13))
    wide = f"| {heads} |\n|{' --- |' * 13}\n| {' | '.join(['improvement'] * 13)} |\n"
    return (f"# Register\n\n## All\n\n| Service | Rating | Cases |\n| --- | --- | ---: |\n{long}\n\n## Wide\n\n{wide}\n"
            "\n## Words\n\n```{glossary}\nfieldwork\n  Weeks of reading.\n```\n\n"
            "## Read\n\n```{bibliography}\n```\n")
