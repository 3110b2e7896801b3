"""Time this build against stock `jupyter-book build` on the same sources, in one run, as ratios.

    python benchmarks/build.py [--chapters N] [--repeat N]

Stock is the same project with Jupyter Book's own execution (`execute_notebooks: cache`, its way not to execute
again), its own theme and its own list of extensions, to which only what the chapters are written with is added.
Clocks of shared machines drift, so the two are timed in turn, and only their ratio is reported as a result.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import first_load
import yaml

PROJECT = Path(__file__).resolve().parents[1]
LIMITS = {"cold": 0.6, "unchanged": 1.2, "one edited cell": 0.25}
MOST_GENERATED = 0.15   # of stock's cold time: what the pages made from the data may add
GENERATED = "chapters/places/"
CELL = re.compile(r"(```\{code-cell\}[^\n]*\n(?::[^\n]*\n)*)")
OURS_ALONE = {"execution", "website", "downloads", "search_entries"}


def copy_sources(target: Path) -> Path:
    """Copy the project as it is in the working folder, without what was built."""
    ignored = shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__", ".*_cache", "tests")
    shutil.copytree(PROJECT, target, ignore=ignored)
    return target


def keep_chapters(root: Path, number: int) -> None:
    """Repeat or leave out executed chapters until there are `number` of them."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    lists = [part["chapters"] for part in toc.get("parts", [toc]) if "chapters" in part]
    executed = [(entries, entry) for entries in lists for entry in entries if is_executed(root / f"{entry['file']}.md")]
    for entries, entry in executed[number:]:
        entries.remove(entry)
    for extra in range(number - len(executed)):
        entries, entry = executed[extra % len(executed)]
        copied = f"{entry['file']}-{extra}"
        text = (root / f"{entry['file']}.md").read_text(encoding="utf-8")
        text = CELL.sub(rf"\g<1># copy {extra}\n", text, count=1)  # or stock's cache would take it for the same
        (root / f"{copied}.md").write_text(text, encoding="utf-8")
        entries.append({"file": copied})
    (root / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")


def leave_out_generated(root: Path) -> None:
    """Take the pages that are made from the data out of the table of contents."""
    path = root / "_toc.yml"
    toc = yaml.safe_load(path.read_text(encoding="utf-8"))
    toc["parts"] = [part for part in toc["parts"] if not part["chapters"][0]["file"].startswith(GENERATED)]
    path.write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf-8")


def is_executed(page: Path) -> bool:
    """Say whether a page has cells."""
    return page.exists() and "{code-cell}" in page.read_text(encoding="utf-8")


def make_stock(root: Path) -> None:
    """Take our execution out of the configuration and ask for Jupyter Book's own."""
    path = root / "_config.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    config["execute"]["execute_notebooks"] = "cache"
    sphinx = config["sphinx"]
    sphinx["local_extensions"] = {k: v for k, v in sphinx["local_extensions"].items() if k not in OURS_ALONE}
    del sphinx["config"]["extensions"], sphinx["config"]["website_foot_links"]
    path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")


def edit_one_cell(root: Path, number: int) -> None:
    """Change the first cell of the first executed chapter, and with it nothing that it computes."""
    toc = (root / "_toc.yml").read_text(encoding="utf-8")
    name = next(name for name in re.findall(r"file: (\S+)", toc) if is_executed(root / f"{name}.md"))
    page = root / f"{name}.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(CELL.sub(rf"\g<1># edited {number}\n", text, count=1), encoding="utf-8")


def seconds(root: Path, links_missing: bool = False) -> float:
    """Time one plain `jupyter-book build .`; with links missing, its warnings are no failure, as they come last."""
    environment = os.environ | {"PYTHONPATH": str(root), "SOURCE_DATE_EPOCH": "1700000000"}
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", "."]
    started = time.perf_counter()
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode and not (links_missing and "They are errors here" in done.stdout + done.stderr):
        sys.exit(f"The build in {root} failed:\n{(done.stdout + done.stderr)[-4000:]}")
    return time.perf_counter() - started


def measure(ours: Path, stock: Path, repeat: int) -> dict[str, dict[str, list[float]]]:
    """Time cold, unchanged and edited builds of both, in turn."""
    times: dict[str, dict[str, list[float]]] = {name: {"ours": [], "stock": []} for name in LIMITS}
    for number in range(repeat):
        for kind, root in (("stock", stock), ("ours", ours)):
            shutil.rmtree(root / "_build", ignore_errors=True)
            times["cold"][kind].append(seconds(root))
        for kind, root in (("stock", stock), ("ours", ours)) * 2:
            times["unchanged"][kind].append(seconds(root))
        for kind, root in (("stock", stock), ("ours", ours)):
            edit_one_cell(root, number)
            times["one edited cell"][kind].append(seconds(root))
    return times


def ratios(times: dict[str, dict[str, list[float]]]) -> dict[str, float]:
    """Ours over stock, by medians; an edited cell over stock's cold build."""
    middle = {name: {kind: statistics.median(found) for kind, found in both.items()} for name, both in times.items()}
    return {
        "cold": middle["cold"]["ours"] / middle["cold"]["stock"],
        "unchanged": middle["unchanged"]["ours"] / middle["unchanged"]["stock"],
        "one edited cell": middle["one edited cell"]["ours"] / middle["cold"]["stock"],
    }


def show(what: str, times: dict[str, dict[str, list[float]]]) -> None:
    """Print the ratios beside what they may be."""
    print(f"\n{what}, {os.cpu_count()} cores  (ours / stock; one edited cell: ours / stock's cold)")
    for name, ratio in ratios(times).items():
        ours, stock = (statistics.median(times[name][kind]) for kind in ("ours", "stock"))
        verdict = "ok" if ratio <= LIMITS[name] else "TOO SLOW"
        print(f"  {name:16} {ratio:5.2f}  (at most {LIMITS[name]})   {ours:6.1f} s / {stock:6.1f} s   {verdict}")


def main() -> None:
    """Measure, print and write the report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--chapters", type=int, nargs="*", default=[0], help="how many; 0 for the book as it is")
    parser.add_argument("--repeat", type=int, default=1)
    options = parser.parse_args()
    report = {}
    for chapters in options.chapters:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            ours, stock = (copy_sources(Path(folder, name)) for name in ("ours", "stock"))
            for root in (ours, stock):
                if chapters:
                    keep_chapters(root, chapters)
            make_stock(stock)
            times = measure(ours, stock, options.repeat)
            report[str(chapters or "all")] = {"ratios": ratios(times), "seconds": times}
            show(f"{chapters or 'All'} chapters", times)
            if not chapters:
                report["first load"] = first_load.measure(ours / "_build/html", stock / "_build/html")
                first_load.show(report["first load"])
                without = copy_sources(Path(folder, "without"))
                leave_out_generated(without)
                cold = {kind: statistics.median(found) for kind, found in times["cold"].items()}
                share = (cold["ours"] - seconds(without, links_missing=True)) / cold["stock"]
                report["generated pages"] = {"share of stock's cold time": share}
                print(f"\nPages made from the data add {share:.2f} of stock's cold time  (at most {MOST_GENERATED})"
                      f"   {'ok' if share <= MOST_GENERATED else 'TOO SLOW'}")
    path = PROJECT / "_build" / "report" / "bench.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
