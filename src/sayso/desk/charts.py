"""Counts in, pictures out: SVG made here, with a title for whoever does not see it; a table stands behind each.

In:  rows of numbers.
Out: `share_bar(...)`, `months(...)`, `bars(...)`.
Not here: counting (views.py), colours (the style sheet has them, by classes).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup, escape

from sayso.reading import visible

WIDTH = 720
MOST_MONTHS = 120


def share_bar(parts: Sequence[tuple[str, str, int]], what: str) -> Markup:
    """One bar, divided: (name, class of its colour, number) of each part.

    Args:
        parts: the largest first.
        what: what the numbers count.
    """
    whole = sum(number for _, _, number in parts) or 1
    out, at = [], 0.0
    for name, look, number in parts:
        wide = number / whole * WIDTH
        words = f"{name}: {number} {what}, {round(100 * number / whole)} %"
        out.append(f'<rect class="{look}" x="{at:.1f}" y="0" width="{max(wide - 1.5, 0.8):.1f}" height="14" rx="2">{_title(words)}</rect>')
        at += wide
    said = "; ".join(f"{name} {round(100 * number / whole)} %" for name, _, number in parts)
    return _svg(WIDTH, 14, f"Share of {what}: {said}", "".join(out), stretched=True)


def months(counts: Mapping[str, Mapping[str, int]], looks: Mapping[str, str]) -> Markup:
    """A bar a month from the first to the last, divided by kinds of things.

    Args:
        counts: "2024-12" -> kind -> number.
        looks: kind -> class of its colour, in the order in which they are stacked.
    """
    known = sorted(counts)
    if not known:
        return Markup("")
    all_months = _between(known[0], known[-1])[-MOST_MONTHS:]
    most = max(sum(counts.get(month, {}).values()) for month in all_months) or 1
    step = min(46.0, (WIDTH - 30) / len(all_months))
    high, out = 120, []
    for number in sorted({0, most // 2, most}):
        y = 10 + high - number / most * high
        out.append(
            f'<line class="grid" x1="26" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="20" y="{y + 4:.1f}" text-anchor="end">{number}</text>'
        )
    labelled = max(1, len(all_months) * 58 // (WIDTH - 30))
    for place, month in enumerate(all_months):
        x, y = 30 + place * step, 10.0 + high
        for kind, look in looks.items():
            number = counts.get(month, {}).get(kind, 0)
            if number:
                tall = number / most * high
                y -= tall
                out.append(
                    f'<rect class="{look}" x="{x:.1f}" y="{y:.1f}" width="{max(step - 3, 1):.1f}"'
                    f' height="{max(tall - 0.8, 0.8):.1f}" rx="1.5">'
                    f"{_title(f'{month}: {number} {kind}')}</rect>"
                )
        if place % labelled == 0:
            out.append(f'<text x="{x:.1f}" y="{high + 28}">{escape(month)}</text>')
    total = sum(sum(each.values()) for each in counts.values())
    return _svg(WIDTH, high + 36, f"{total} statements from {known[0]} to {known[-1]}, by month", "".join(out))


def bars(rows: Sequence[tuple[str, int, str]], what: str) -> Markup:
    """A bar a row: (name, number, class of its colour)."""
    most = max((number for _, number, _ in rows), default=1) or 1
    out = []
    for place, (name, number, look) in enumerate(rows):
        y = place * 24
        wide = max(number / most * (WIDTH / 2 - 200), 2)
        out.append(
            f'<text x="96" y="{y + 15}" text-anchor="end">{_shown(name)}</text>'
            f'<rect class="{look}" x="104" y="{y + 4}" width="{wide:.1f}" height="14" rx="2">{_title(f"{name}: {number} {what}")}</rect>'
            f'<text class="faint" x="{110 + wide:.1f}" y="{y + 15}">{number}</text>'
        )
    said = ", ".join(f"{name} {number}" for name, number, _ in rows)
    return _svg(WIDTH // 2, max(len(rows) * 24, 24), f"{what.capitalize()}: {said}", "".join(out))


def _between(first: str, last: str) -> list[str]:
    """All months from one to another; what is no month stands alone."""
    try:
        one, other = date.fromisoformat(f"{first[:7]}-01"), date.fromisoformat(f"{last[:7]}-01")
    except ValueError:
        return [first] if first == last else [first, last]
    out: list[str] = []
    while one <= other and len(out) < 1_200:
        out.append(f"{one.year:04}-{one.month:02}")
        one = date(one.year + one.month // 12, one.month % 12 + 1, 1)
    return out


def _svg(wide: int, high: int, title: str, inside: str, *, stretched: bool = False) -> Markup:
    ratio = ' preserveAspectRatio="none"' if stretched else ""
    return Markup(  # every name was escaped where it was put in
        f'<svg class="chart{" bar" if stretched else ""}" viewBox="0 0 {wide} {high}" role="img"{ratio}>{_title(title)}{inside}</svg>'
    )


def _title(words: str) -> str:
    return f"<title>{_shown(words)}</title>"


def _shown(words: str) -> str:
    return str(escape(visible(words)))
