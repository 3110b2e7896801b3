"""What a reader's browser loads and when it shows the page, ours beside stock: bytes decoded and largest paint.

Both books are served from this machine without compression and opened in turn in Chromium, each time with an empty
cache; figures are left out of the bytes, as they are the same in both.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGES = ("index.html", "chapters/record/ratings.html")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PAINT = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true}))"""
SETTLED = 1500   # milliseconds in which late scripts ask for what they need


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that does not talk."""

    def log_message(self, *ignored: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port; gives its address."""
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def measure(ours: Path, stock: Path, repeat: int = 5) -> dict[str, dict[str, dict[str, float]]]:
    """Kilobytes of a first load without figures, and milliseconds to the largest paint (median of the repeats)."""
    from playwright.sync_api import sync_playwright

    found: dict[str, dict[str, dict[str, float]]] = {}
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright, served(ours) as our_address, served(stock) as stock_address:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for name in PAGES:
            loads: dict[str, list[tuple[float, float]]] = {"ours": [], "stock": []}
            for _ in range(repeat):
                for kind, address in (("stock", stock_address), ("ours", our_address)):
                    loads[kind].append(first_load(browser, address + name))
            found[name] = {
                kind: {"kB": statistics.median(size for size, _ in own), "ms": statistics.median(ms for _, ms in own)}
                for kind, own in loads.items()
            }
        browser.close()
    return found


def first_load(browser: object, address: str) -> tuple[float, float]:
    """Kilobytes and milliseconds of one load in a fresh profile; requests that leave this machine are refused."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})  # type: ignore[attr-defined]
    context.route(lambda url: not url.startswith("http://127.0.0.1"), lambda route: route.abort())
    page = context.new_page()
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(size_of(answer)))
    page.goto(address)
    painted = float(page.evaluate(PAINT))
    page.wait_for_timeout(SETTLED)
    context.close()
    return sum(sizes) / 1000, painted


def size_of(answer: object) -> int:
    """Bytes of an answer's body; none of a figure or of an answer without body."""
    if answer.url.split("?")[0].endswith((".svg", ".png")) or not answer.ok:  # type: ignore[attr-defined]
        return 0
    return len(answer.body())  # type: ignore[attr-defined]


def show(found: dict[str, dict[str, dict[str, float]]]) -> None:
    """Print the ratios."""
    print("\nFirst load without figures  (ours / stock)")
    for name, both in found.items():
        ours, stock = both["ours"], both["stock"]
        print(f"  {name:30} weight {ours['kB'] / stock['kB']:5.2f}   {ours['kB']:6.0f} kB / {stock['kB']:6.0f} kB"
              f"   largest paint {ours['ms'] / stock['ms']:5.2f}   {ours['ms']:5.0f} ms / {stock['ms']:5.0f} ms")
