"""Growth and forecast as a picture: digits, dates and lines only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from mailcare.supervision.application.figures import Figures
from mailcare.supervision.room_words import size_words

_WIDTH, _HEIGHT = 1500, 500
_FINE = 2
"""Drawn larger and shrunk, since lines are drawn without smoothing."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 130, 40, 40, 70
_PAST = timedelta(days=14)
_LEAST_AHEAD, _MOST_AHEAD = timedelta(days=2), timedelta(days=28)
_DATES = 9
"""Dates along the axis at most."""
_INK, _GREY, _PALE = "#1a1a1a", "#8a8a8a", "#e4e4e4"
_USED, _LIMIT, _BAND = "#1f5fa8", "#b3261e", "#c9dcf0"
_WIDEN = 1.3
Spot = tuple[float, float]


@dataclass(frozen=True)
class Plot:
    """The chart's frame: moments and amounts → places on the picture."""

    start: datetime
    end: datetime
    top: float
    """The greatest amount shown."""

    def spot(self, moment: datetime, amount: float) -> Spot:
        """Return where on the picture it lies."""
        wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
        across = (moment - self.start) / (self.end - self.start)
        return _LEFT + across * wide, _TOP + (1 - amount / self.top) * high


class _Pen:
    """Draws in the picture's own measure."""

    def __init__(self) -> None:
        size = (_WIDTH * _FINE, _HEIGHT * _FINE)
        self._image = Image.new("RGB", size, "white")
        self._draw = ImageDraw.Draw(self._image)

    @cached_property
    def _font(self) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
        return ImageFont.load_default(size=24 * _FINE)

    def line(self, spots: Sequence[Spot], colour: str, width: int = 3) -> None:
        fine = [(x * _FINE, y * _FINE) for x, y in spots]
        self._draw.line(fine, fill=colour, width=width * _FINE, joint="curve")

    def dashes(self, start: Spot, end: Spot, colour: str, dash: float = 14) -> None:
        length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
        count = max(1, int(length / dash))
        for number in range(0, count, 2):
            self.line([_between(start, end, n / count) for n in (number, number + 1)], colour)

    def area(self, spots: Sequence[Spot], colour: str) -> None:
        self._draw.polygon([(x * _FINE, y * _FINE) for x, y in spots], fill=colour)

    def dot(self, spot: Spot, colour: str, radius: float = 6) -> None:
        x, y, wide = spot[0] * _FINE, spot[1] * _FINE, radius * _FINE
        self._draw.ellipse((x - wide, y - wide, x + wide, y + wide), fill=colour)

    def text(self, spot: Spot, text: str, anchor: str, colour: str = _INK) -> None:
        x, y = spot
        where = (x * _FINE, y * _FINE)
        self._draw.text(where, text, fill=colour, font=self._font, anchor=anchor)

    def png(self) -> bytes:
        picture = self._image.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS)
        file = BytesIO()
        picture.save(file, "PNG", optimize=True)
        return file.getvalue()


def _between(start: Spot, end: Spot, part: float) -> Spot:
    part = min(1.0, part)
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def draw_chart(figures: Figures) -> bytes:
    """Return a PNG: what was used, the capacity, and when the forecast says that they meet."""
    history = [(moment, amount) for moment, amount in _history(figures)]
    plot = _plot(figures, history)
    pen = _Pen()
    _draw_axes(pen, plot, figures)
    _draw_forecast(pen, plot, figures)
    limit = [plot.spot(moment, figures.limit) for moment in (plot.start, plot.end)]
    pen.dashes(limit[0], limit[1], _LIMIT)
    now = [plot.spot(figures.now, amount) for amount in (0, plot.top)]
    pen.line(now, _GREY, 1)
    pen.line([plot.spot(*one) for one in history], _USED, 4)
    pen.dot(plot.spot(*history[-1]), _USED)
    return pen.png()


def _history(figures: Figures) -> Iterator[tuple[datetime, float]]:
    for one in figures.samples:
        amount = one.messages if figures.by_count else one.used_bytes
        if amount is not None and figures.now - one.at <= _PAST:
            yield one.at, float(amount)
    yield figures.now, float(figures.used)


def _plot(figures: Figures, history: Sequence[tuple[datetime, float]]) -> Plot:
    now, found = figures.now, figures.outlook.forecast
    start = min(history[0][0], now - timedelta(days=1))
    full = found.full_at or found.at_this_pace or found.earliest
    ahead = (full - now) * _WIDEN if full else (now - start) / 2
    end = now + min(max(ahead, _LEAST_AHEAD), _MOST_AHEAD)
    most = max(figures.limit, *(amount for _, amount in history))
    return Plot(start, end, most * 1.1)


def _draw_axes(pen: _Pen, plot: Plot, figures: Figures) -> None:
    for quarter in range(5):
        amount = figures.limit * quarter / 4
        left, right = (plot.spot(moment, amount) for moment in (plot.start, plot.end))
        pen.line([left, right], _PALE, 1)
        text = f"{amount:,.0f}" if figures.by_count else size_words(amount)
        pen.text((left[0] - 12, left[1]), text, "rm")
    for moment in _midnights(plot, figures):
        x, y = plot.spot(moment, 0)
        pen.line([(x, y), (x, y + 8)], _INK, 2)
        pen.text((x, y + 14), f"{moment:%m-%d}", "mt")
    corner, end = plot.spot(plot.start, 0), plot.spot(plot.end, 0)
    pen.line([plot.spot(plot.start, plot.top), corner, end], _INK, 2)


def _midnights(plot: Plot, figures: Figures) -> Iterator[datetime]:
    """Yield the beginnings of days to be named, evenly."""
    days = int((plot.end - plot.start) / timedelta(days=1)) + 1
    every = max(1, -(-days // _DATES))
    local = plot.start.astimezone(figures.zone)
    moment = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while moment < plot.end:
        yield moment
        moment += timedelta(days=every)


def _draw_forecast(pen: _Pen, plot: Plot, figures: Figures) -> None:
    """Draw the band between the early and the late edge, and the most likely way."""
    found, here = figures.outlook.forecast, (figures.now, float(figures.used))
    if found.earliest is None or found.earliest <= figures.now:
        return
    early = _meet(plot, figures, found.earliest)
    late = _meet(plot, figures, found.latest)
    corner = [plot.spot(plot.end, figures.limit)] if late[0] >= plot.end else []
    pen.area([plot.spot(*here), plot.spot(*early), *corner, plot.spot(*late)], _BAND)
    likely = found.full_at or found.at_this_pace
    if likely is not None and likely > figures.now:
        pen.dashes(plot.spot(*here), plot.spot(*_meet(plot, figures, likely)), _USED)


def _meet(plot: Plot, figures: Figures, full: datetime | None) -> tuple[datetime, float]:
    """Return where a straight way to `full` leaves the picture: at the capacity, or at its edge."""
    used = float(figures.used)
    if full is None:
        return plot.end, used
    if full <= plot.end:
        return full, float(figures.limit)
    part = (plot.end - figures.now) / (full - figures.now)
    return plot.end, used + (figures.limit - used) * part
