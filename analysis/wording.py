"""How a claim's value is printed: counts, shares, bounds, money, dates and words, in British English.

Every value offers *forms*: a mapping from a form's name to its text. The form ``""`` is what
prose gets when it names none. Bounds print as bounds, and words that a source used are printed
as words: a share said as "two-thirds" has no percentage form.
"""

from __future__ import annotations

from dataclasses import dataclass

BOUND_WORDS = {
    "exact": "",
    "about": "about",
    "at_least": "at least",
    "at_most": "at most",
    "more_than": "more than",
    "less_than": "less than",
    "fewer_than": "fewer than",
}
ONES = (  # noqa: SIM905
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


def number_word(number: int) -> str:
    """Write 0 to 99 in words ("twenty-one"); larger and negative numbers stay numerals ("1,275")."""
    if not 0 <= number <= 99:
        return numeral(number)
    if number < 20:
        return ONES[number]
    tens, ones = divmod(number, 10)
    return TENS[tens] + (f"-{ONES[ones]}" if ones else "")


def in_running_text(number: int) -> str:
    """Write one to nine in words and the rest in numerals, as British style has it."""
    return ONES[number] if 0 < number < 10 else numeral(number)


def numeral(value: float, decimals: int | None = None) -> str:
    """Write a number with thousands separators; without `decimals`, as many as it needs (at most two)."""
    if decimals is not None:
        return f"{value:,.{decimals}f}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def bounded(bound: str, text: str) -> str:
    """Put the words of a bound before a text: ``bounded("at_least", "40")`` is "at least 40"."""
    if bound not in BOUND_WORDS:
        raise ValueError(f"bound {bound!r} is not one of {', '.join(BOUND_WORDS)}")
    return f"{BOUND_WORDS[bound]} {text}".strip()


def capitalised(text: str) -> str:
    """Give a text a capital first letter and leave the rest alone."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, kw_only=True)
class Value:
    """What every value may carry.

    interval: low and high end in the value's own unit, where METHOD allows an interval.
    interval_note: what the interval is ("Wilson 95%, as if a simple random sample of that caseload").
    sources: source ids found while computing, added to those the claim names.
    """

    interval: tuple[float, float] | None = None
    interval_note: str = ""
    sources: tuple[str, ...] = ()

    def forms(self) -> dict[str, str]:
        """Return the text of each form; ``""`` is the default form."""
        raise NotImplementedError

    def canonical(self) -> str:
        """Return the bare value as text, to compare with the accepted one."""
        raise NotImplementedError

    def interval_text(self) -> str:
        """Return the interval in words, or an empty text."""
        if self.interval is None:
            return ""
        low, high = (self._end(end) for end in self.interval)
        return f"{low} to {high}" + (f" ({self.interval_note})" if self.interval_note else "")

    def _end(self, end: float) -> str:
        return numeral(end, 1)


@dataclass(frozen=True)
class Count(Value):
    """So many of so many: "1 of 21". All are counted; `of` may be any size."""

    k: int
    n: int
    bound: str = "exact"

    def __post_init__(self) -> None:
        if not 0 <= self.k <= self.n:
            raise ValueError(f"a count of {self.k} of {self.n} cannot be")

    def forms(self) -> dict[str, str]:
        k, n = int(self.k), int(self.n)
        whole = in_running_text(n)
        words, start = f"{in_running_text(k)} of {whole}", f"{number_word(k)} of {whole}"
        if self.bound == "exact" and k in (0, n):
            words = start = f"all {whole}" if k else f"none of {whole}"
        forms = {
            "": bounded(self.bound, f"{numeral(k)} of {numeral(n)}"),
            "words": bounded(self.bound, words),
            "cap": capitalised(bounded(self.bound, start)),
            "k": bounded(self.bound, numeral(k)),
            "kwords": bounded(self.bound, in_running_text(k) if k else "none"),
            "kcap": capitalised(bounded(self.bound, number_word(k) if k else "none")),
            "n": numeral(n),
            "nwords": whole,
            "ncap": capitalised(number_word(n)),
        }
        if n:
            forms["pct"] = bounded(self.bound, f"{100 * k / n:.0f}%")
        return forms

    def canonical(self) -> str:
        return f"{self.k}/{self.n}" + ("" if self.bound == "exact" else f" {self.bound}")

    def _end(self, end: float) -> str:
        return f"{end:.0f}%"


@dataclass(frozen=True)
class Number(Value):
    """A number with its bound and unit: "about 6,500", "at least 40 cases", "£12 an hour" is Money."""

    value: float
    unit: str = ""
    bound: str = "exact"
    decimals: int | None = None
    said: str = ""

    def forms(self) -> dict[str, str]:
        plain = numeral(self.value, self.decimals)
        whole = float(self.value).is_integer() and not self.decimals
        text = in_running_text(int(self.value)) if whole else plain
        start = number_word(int(self.value)) if whole and self.bound == "exact" else text
        return {
            "": self.said or self._with_unit(bounded(self.bound, plain)),
            "words": self.said or self._with_unit(bounded(self.bound, text)),
            "cap": capitalised(self.said or self._with_unit(bounded(self.bound, start))),
            "bare": bounded(self.bound, plain),
            "barewords": bounded(self.bound, text),
            "k": bounded(self.bound, plain),
            "plain": plain,
        }

    def canonical(self) -> str:
        return f"{self.value:.6g}" + ("" if self.bound == "exact" else f" {self.bound}")

    def _with_unit(self, text: str) -> str:
        return f"{text}{self.unit}" if self.unit in ("%", "") else f"{text} {self.unit}"

    def _end(self, end: float) -> str:
        return numeral(end, self.decimals)


@dataclass(frozen=True)
class Share(Value):
    """A share from 0 to 100: "60%", "about 60%"; with `words`, as the source said it: "two-thirds"."""

    value: float
    bound: str = "exact"
    words: str = ""
    decimals: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.value <= 100:
            raise ValueError(f"a share of {self.value} is not between 0 and 100")

    def forms(self) -> dict[str, str]:
        if self.words:
            return {"": self.words, "words": self.words, "cap": capitalised(self.words)}
        text = f"{self.value:.{self.decimals}f}"
        forms = {"": f"{text}%", "pct": f"{text}%", "words": f"{text} per cent"}
        forms = {name: bounded(self.bound, form) for name, form in forms.items()}
        return forms | {"cap": capitalised(forms[""]), "k": text, "plain": f"{text}%"}

    def canonical(self) -> str:
        return f"{self.value:.6g}%" + ("" if self.bound == "exact" else f" {self.bound}") + f" {self.words}".rstrip()

    def _end(self, end: float) -> str:
        return f"{end:.{self.decimals}f}%"


@dataclass(frozen=True)
class Money(Value):
    """Nominal pounds with the year they belong to: "£467m", "almost £500m" through `said`."""

    gbp: float
    bound: str = "exact"
    year: str = ""
    said: str = ""

    def forms(self) -> dict[str, str]:
        short, long = money(self.gbp, "bn", "m"), money(self.gbp, " billion", " million")
        default = self.said or bounded(self.bound, short)
        words = self.said or bounded(self.bound, long)
        forms = {"": default, "words": words, "cap": capitalised(default), "plain": short}
        return forms | ({"dated": f"{default} ({self.year})", "year": self.year} if self.year else {})

    def canonical(self) -> str:
        return f"GBP {self.gbp:.12g}" + ("" if self.bound == "exact" else f" {self.bound}") + f" {self.year}".rstrip()

    def _end(self, end: float) -> str:
        return money(end, "bn", "m")


def money(gbp: float, billion: str, million: str) -> str:
    """Write pounds in the largest unit that keeps three figures: £1.42bn, £467m, £3,300."""
    sign, size = ("-" if gbp < 0 else ""), abs(gbp)
    for unit, name in ((1e9, billion), (1e6, million)):
        if size >= unit:
            return f"{sign}£{numeral(size / unit)}{name}"
    return f"{sign}£{numeral(size)}"


@dataclass(frozen=True)
class Words(Value):
    """A value that is a phrase: "fewer than half", "requires improvement", the name of an area."""

    text: str

    def forms(self) -> dict[str, str]:
        return {"": self.text, "words": self.text, "cap": capitalised(self.text)}

    def canonical(self) -> str:
        return self.text


@dataclass(frozen=True)
class Date(Value):
    """A date as precise as its source: "2018-03-12" prints 12 March 2018, "2018-03" March 2018."""

    iso: str

    def forms(self) -> dict[str, str]:
        parts = [int(part) for part in self.iso.split("-")]
        month = [f"{MONTHS[parts[1] - 1]} {parts[0]}"] if len(parts) > 1 else []
        day = [f"{parts[2]} {month[0]}"] if len(parts) > 2 else []
        full = (day or month or [str(parts[0])])[0]
        forms = {"": full, "cap": full, "year": str(parts[0])}
        return forms | ({"month": month[0]} if month else {})

    def canonical(self) -> str:
        return self.iso


@dataclass(frozen=True)
class Range(Value):
    """From one number to another: "4,000 to 4,750"; unit "%" prints "12% to 30%"."""

    low: float
    high: float
    unit: str = ""
    decimals: int | None = None

    def forms(self) -> dict[str, str]:
        per, unit = ("%", "") if self.unit == "%" else ("", f" {self.unit}" if self.unit else "")
        low, high = (numeral(end, self.decimals) + per for end in (self.low, self.high))
        return {
            "": f"{low} to {high}{unit}",
            "between": f"between {low} and {high}{unit}",
            "from": f"from {low} to {high}{unit}",
            "cap": capitalised(f"between {low} and {high}{unit}"),
            "low": low,
            "high": high,
        }

    def canonical(self) -> str:
        return f"{self.low:.6g}..{self.high:.6g}{self.unit if self.unit == '%' else ''}"


@dataclass(frozen=True)
class Change(Value):
    """From one value to a later one of the same kind: "from 60% to 28%"."""

    before: Value
    after: Value

    def forms(self) -> dict[str, str]:
        before, after = self.before.forms(), self.after.forms()
        text = f"from {before['']} to {after['']}"
        return {"": text, "cap": capitalised(text), "before": before[""], "after": after[""]}

    def canonical(self) -> str:
        return f"{self.before.canonical()} -> {self.after.canonical()}"
