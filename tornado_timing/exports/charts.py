"""The sheet of pictures: when runners came in, and how their times spread.

In black, white and one grey, so that a printer without colours shows all of it.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from reportlab.graphics.shapes import Circle, Drawing, Line, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color, black, white
from reportlab.platypus import Flowable, KeepTogether, Spacer

from tornado_timing.domain.individual.publishing import PublicResults
from tornado_timing.domain.individual.statistics import (
    Arrival,
    Distribution,
    arrivals,
    finishers_per_minute,
    moments,
    time_distribution,
    totals,
)
from tornado_timing.exports.fonts import BOLD, PLAIN, clean, fitting_size
from tornado_timing.exports.paper import QUIET, SMALL, remark, section, title
from tornado_timing.exports.words import Words

_INK = Color(0.2, 0.2, 0.2)
_SOFT = Color(0.86, 0.86, 0.86)
_GRID = Color(0.8, 0.8, 0.8)
_AXIS = 22.0
_TALL, _CURVE, _STRIP = 130.0, 150.0, 34.0
# Labels closer than this run into each other.
_LABEL_APART = 34.0
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000)
_MINUTE_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 720)


def statistics(results: PublicResults, words: Words, width: float) -> list[Flowable]:
    """The figures of a race: what became of everybody, and three pictures."""
    everybody = list(results.ranking.results)
    count = totals(everybody)
    told = words(
        "sheet.totals", entered=count.entered, placed=count.placed, dnf=count.dnf,
        dns=count.dns, dsq=count.dsq,
    )  # fmt: skip
    flow: list[Flowable] = [remark(told)]
    steps = arrivals(everybody)
    if not steps:
        return [*flow, remark(words("sheet.nobody_yet"))]
    flow += _picture(words("sheet.per_minute"), _per_minute(finishers_per_minute(everybody), width))
    flow += _picture(words("sheet.ten_seconds"), _curve(steps, width, words))
    distribution = time_distribution(everybody)
    flow += section(words("sheet.distribution"))
    flow += list(_strips(distribution, width, words))
    flow.append(_axis_of(distribution, width, words))
    return flow


def _picture(text: str, drawing: Drawing) -> list[Flowable]:
    return [KeepTogether([title(text), drawing]), Spacer(1, 6)]


def _per_minute(minutes: Sequence[tuple[int, int]], width: float) -> Drawing:
    """A bar for each minute in which anybody might have come in."""
    drawing = Drawing(width, _TALL + _AXIS + 8)
    most = max(count for _, count in minutes)
    step = _step(most / 4)
    top = -(-most // step) * step
    _grid(drawing, width, _TALL, step, top)
    left = _AXIS
    each = (width - left) / len(minutes)
    for index, (_, count) in enumerate(minutes):
        if count:
            x, tall = left + (index + 0.08) * each, _TALL * count / top
            drawing.add(_bar(x, _AXIS, each * 0.84, tall))
    apart = next((one for one in _MINUTE_STEPS if one * each >= _LABEL_APART), _MINUTE_STEPS[-1])
    for index, (minute, _) in enumerate(minutes):
        if minute % apart == 0:
            x = left + (index + 0.5) * each
            drawing.add(_label(x, _AXIS - 10, f"{minute}′", "middle"))
    return drawing


def _curve(steps: Sequence[Arrival], width: float, words: Words) -> Drawing:
    """How many were in by when, with ten moments: one a second tells the race in ten seconds."""
    drawing = Drawing(width, _CURVE + _AXIS + 8)
    last_ms, everybody = steps[-1].elapsed_ms, steps[-1].count
    left, right = _AXIS, width - 16
    top = _step(everybody / 4)
    _grid(drawing, right, _CURVE, top, -(-everybody // top) * top)
    scale = _CURVE / (-(-everybody // top) * top)

    def at(one: Arrival) -> tuple[float, float]:
        return (left + (right - left) * one.elapsed_ms / max(1, last_ms), _AXIS + scale * one.count)

    points: list[float] = [left, _AXIS]
    before = 0
    for one in _thinned(steps):
        x, y = at(one)
        points += [x, _AXIS + scale * before, x, y]
        before = one.count
    drawing.add(Polygon([*points, right, _AXIS], fillColor=_SOFT, strokeColor=None))
    drawing.add(PolyLine(points, strokeColor=_INK, strokeWidth=1.2))
    for one in moments(steps):
        x, y = at(one)
        drawing.add(Line(x, _AXIS, x, y, strokeColor=_INK, strokeWidth=0.4))
        drawing.add(Circle(x, y, 3, fillColor=white, strokeColor=_INK, strokeWidth=1.2))
        drawing.add(_label(x - 2, y + 6, str(one.count), "end", font=BOLD))
        drawing.add(_label(x, _AXIS - 10, words.minutes(one.elapsed_ms), "middle"))
    return drawing


def _thinned(steps: Sequence[Arrival]) -> Iterator[Arrival]:
    """At most some hundreds: more nobody could see, and each is in the file."""
    every = max(1, len(steps) // 400)
    for index, one in enumerate(steps):
        if index % every == 0 or index == len(steps) - 1:
            yield one


def _strips(distribution: Distribution, width: float, words: Words) -> Iterator[Flowable]:
    """A strip of bars for everybody, then one for each category, all over one axis."""
    rows = [(words("sheet.everybody"), distribution.counts)]
    if len(distribution.by_category) > 1:
        rows += list(distribution.by_category.items())
    for name, counts in rows:
        drawing = Drawing(width, _STRIP)
        left = _left_of_strips(width)
        size = fitting_size(clean(name), PLAIN, SMALL, left - 8, 4)
        drawing.add(_label(0, 12, clean(name), "start", size=size, color=black))
        drawing.add(_label(0, 3, str(sum(counts)), "start"))
        each = (width - left) / len(counts)
        most = max(counts)
        for index, count in enumerate(counts):
            x = left + index * each
            if count:
                tall = (_STRIP - 12) * count / most
                drawing.add(_bar(x + 1, 0, each - 2, tall))
                drawing.add(_label(x + each / 2, tall + 2, str(count), "middle", size=6))
        drawing.add(Line(left, 0, width, 0, strokeColor=_INK, strokeWidth=0.6))
        yield drawing


def _axis_of(distribution: Distribution, width: float, words: Words) -> Drawing:
    """The times below the strips."""
    drawing = Drawing(width, 14)
    left = _left_of_strips(width)
    edges = distribution.edges_ms
    each = (width - left) / (len(edges) - 1)
    for index, edge_ms in enumerate(edges):
        anchor: Literal["middle", "end"] = "end" if index == len(edges) - 1 else "middle"
        drawing.add(_label(left + index * each, 3, words.minutes(edge_ms), anchor))
    return drawing


def _left_of_strips(width: float) -> float:
    return width * 0.2


def _grid(drawing: Drawing, width: float, tall: float, step: int, top: int) -> None:
    for value in range(0, top + 1, step):
        y = _AXIS + tall * value / top
        color = _INK if value == 0 else _GRID
        drawing.add(Line(_AXIS, y, width, y, strokeColor=color, strokeWidth=0.5))
        drawing.add(_label(_AXIS - 4, y - 2.5, str(value), "end"))


def _step(wanted: float) -> int:
    """The next round number."""
    return next((one for one in _STEPS if one >= wanted), _STEPS[-1])


def _bar(x: float, y: float, width: float, tall: float) -> Rect:
    bar = Rect(x, y, width, tall)
    bar.fillColor, bar.strokeColor = _INK, None
    return bar


def _label(
    x: float,
    y: float,
    text: str,
    anchor: Literal["start", "middle", "end"],
    *,
    font: str = PLAIN,
    size: float = SMALL,
    color: Color = QUIET,
) -> String:
    return String(x, y, text, textAnchor=anchor, fontName=font, fontSize=size, fillColor=color)
