"""The written application: its figures are true, its sentences say no more than is known."""

from datetime import datetime, timedelta
from io import BytesIO
from itertools import chain
from typing import Any

import pytest
from docx import Document
from PIL import Image

from mailcare.store import Sample
from mailcare.supervision.application import Figures, wording, write_application
from mailcare.supervision.application.chart import draw_chart
from mailcare.supervision.capacity import Fullness
from mailcare.supervision.growth import look_ahead
from mailcare.supervision.room_words import left_words, size_words
from unit.correspondence.builders import config
from unit.supervision.fills import DAY, HOUR, MONDAY, ZONE, Rate, fill, is_workday, office

MB = 1024**2


def figures(
    rate: Rate,
    hours: int,
    used: float,
    limit: int = 2048,
    most: int | None = None,
    **more: Any,  # noqa: ANN401 - fields of the figures, by name
) -> Figures:
    """Those of a mailbox that was filled so, in MB, ten letters each."""
    points = fill(rate, hours, used=used)
    samples = tuple(
        Sample(1, one.at, int(one.used * MB), int(one.used * 10), limit * MB, "quota", most)
        for one in points
    )
    now, last = points[-1].at, samples[-1]
    full = Fullness(last.used_bytes, limit * MB, last.messages or 0, most)
    fields: dict[str, Any] = {
        "organisation": "中国电信上海公司", "unit": "增值业务中心", "to": "客服中心", "name": "vas",
        "box": config().mailboxes["vas"], "full": full, "samples": samples, "drained": (0, 0),
        "outlook": look_ahead(samples, full, now, zone=ZONE, is_workday=is_workday),
        "interval": timedelta(minutes=5), "now": now, "zone": ZONE,
    }  # fmt: skip
    return Figures(**(fields | more))


def burst(at: datetime) -> float:
    return office(at, 60, 6) * (15 if at >= MONDAY + 14 * DAY + 9 * HOUR else 1)


FILLS = {
    "weekly": figures(lambda at: office(at, 60, 6), 24 * 21 + 15, 900),
    "burst": figures(burst, 24 * 14 + 12, 900),
    "young": figures(lambda _at: 3, 7, 1900),
    "count": figures(lambda at: office(at, 60, 6), 24 * 8, 200, 20_000, 7000),
    "still": figures(lambda _at: 0, 24 * 8, 1900),
    "over": figures(lambda _at: 1, 24 * 3, 2100),
    "once": figures(lambda _at: 1, 0, 1900),
}


@pytest.mark.parametrize("name", FILLS)
def test_it_is_a_word_file_with_everything_in_it(name: str) -> None:
    one = FILLS[name]
    document = Document(BytesIO(write_application(one)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == wording.TITLE
    assert texts[1] == "客服中心："
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {one.box.address, "登记单位", f"{one.full.percent}%"} <= set(cells)
    assert any(cell.startswith("单位负责人（签字、盖章）") for cell in cells)
    assert len(document.inline_shapes) == 1
    assert "None" not in "".join([*texts, *cells])
    assert document.core_properties.author == one.organisation


@pytest.mark.parametrize("name", FILLS)
def test_its_chart_is_a_picture(name: str) -> None:
    picture = Image.open(BytesIO(draw_chart(FILLS[name])))
    assert picture.format == "PNG"
    assert picture.width > 2 * picture.height
    assert len(picture.getcolors(1_000_000) or ()) > 3


def test_what_is_not_known_is_not_claimed() -> None:
    assert "用满" not in wording.opening(FILLS["once"])
    assert "仅供参考" in wording.opening(FILLS["young"])
    assert "90 天内不会用满" in wording.opening(FILLS["still"])
    assert "容不下一封" in wording.opening(FILLS["over"])
    assert not any("个月" in text for text in wording.asked(FILLS["young"]))


def test_a_burst_is_told_beside_the_usual() -> None:
    told = wording.opening(FILLS["burst"])
    assert "平常约" in told
    assert "按目前的" in told


def test_letters_are_asked_for_where_they_run_out() -> None:
    asked = next(iter(wording.asked(FILLS["count"])))
    assert "7,000 封" in asked
    assert FILLS["count"].asked % 1000 == 0


@pytest.mark.parametrize("name", FILLS)
def test_at_least_twice_the_room_is_asked_for(name: str) -> None:
    one = FILLS[name]
    assert one.asked >= 2 * one.limit
    assert one.asked >= one.used


def test_what_was_done_is_told_as_it_is_set() -> None:
    done = "".join(wording.done(FILLS["weekly"]))
    assert "5 分钟" in done
    assert "尚未设定自动移出" in done
    drained = figures(lambda _at: 1, 30, 100, drained=(12, 3 * MB))
    assert "最近 30 天移出 12 封,3 MB" in "".join(wording.done(drained))


def test_every_table_has_labels_of_its_own() -> None:
    one = FILLS["weekly"]
    labels = [label for label, _ in chain(wording.registered(one), wording.growth(one))]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (1536, "1.5 KB"), (6 * MB, "6 MB"), (850.4 * MB, "850 MB"), (2048 * MB, "2 GB")],
)
def test_sizes_in_words(size: float, words: str) -> None:
    assert size_words(size) == words


@pytest.mark.parametrize(
    ("hours", "words"), [(0.5, "不到 1 小时"), (31, "约 31 小时"), (150, "约 6 天")]
)
def test_times_left_in_words(hours: float, words: str) -> None:
    assert left_words(hours) == words


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("约 3 天后(11月26日(周四)14:00)用满", "约 3 天后（11月26日（周四）14:00）用满"),
        ("信件 18,779 封(至多 20,000 封),占用 91%", "信件 18,779 封（至多 20,000 封），占用 91%"),
        ("信件 572 MB, 约 2 天:已满;请核对", "信件 572 MB, 约 2 天：已满；请核对"),
        ("7*24 (A/B), Mon-Fri: 9:00", "7*24 (A/B), Mon-Fri: 9:00"),
    ],
)
def test_punctuation_is_that_of_official_letters(plain: str, written: str) -> None:
    assert wording.formal(plain) == written


def test_of_a_full_mailbox_no_moment_is_foretold() -> None:
    rows = dict(wording.growth(FILLS["over"]))
    assert rows["预计用满时间"] == "已用满"
    assert "可能的范围" not in rows
