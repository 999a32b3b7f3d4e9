"""What the digest tells: a built store, real rows, the shipped templates."""

import re
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from mailcare.casework.tokens import TokenKind, find_tokens, read_token
from mailcare.config import Config
from mailcare.errors import NotFoundError
from mailcare.model.case import ClockName, EventKind, State
from mailcare.model.letter import Address, Message
from mailcare.model.place import MailboxKey, Mode
from mailcare.model.post import MailClass, OutboxState
from mailcare.model.trouble import Aside, AsideKind
from mailcare.store import Tx
from mailcare.supervision.digest import WHOLE, recipients
from mailcare.supervision.digest.sections import MOST, Part, Trend
from unit.correspondence.builders import KEYS, config
from unit.store.builders import CANARY, TEXTS, add_letter
from unit.supervision.desk import DAY, HOUR, NOW, READER, WEEK, Town, answer, at, clock


def changed(units: dict[str, dict[str, Any]] | None = None, **alarms: Any) -> Config:  # noqa: ANN401 - keys of the config, by name
    """The example config with other keys."""
    whole = config()
    entries = {
        name: unit.model_copy(update=(units or {}).get(name, {}))
        for name, unit in whole.units.items()
    }
    told = whole.alarms.model_copy(update=alarms)
    return whole.model_copy(update={"units": entries, "alarms": told})


def heads(town: Town, part: Part, scope: str = WHOLE) -> list[str]:
    return [line.head for line in town.collect(scope).parts[part]]


class Links(HTMLParser):
    """The targets of a page's links, and the tags that were opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]


def test_overdue_cases_come_first_and_the_longest_overdue_first_of_all(town: Town) -> None:
    cases = [town.late(days) for days in (3, 5, 4)]
    soon = town.case("vas", answer(NOW + HOUR))
    town.case("vas", answer(NOW + 4 * DAY))
    text, _ = town.page()
    assert heads(town, Part.OVERDUE) == [cases[n].number for n in (1, 2, 0)]
    assert heads(town, Part.SOON) == [soon.number]
    shown = re.findall(r"^VAS-\d+-\d+", text, re.MULTILINE)
    assert shown == [cases[1].number, cases[2].number, cases[0].number, soon.number]
    assert "超时 3 件 · 今明到期 1 件" in text
    assert "在办 5 件" in text


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (at(20, 17, 30), "答复已超时 30 分"),
        (at(20, 15), "答复已超时 3 小时"),
        (at(19, 17), "答复已超时 1 个工作日 1 小时"),
        (at(16, 9), "答复已超时 5 个工作日"),
        (at(21, 12), "答复已到时限"),
    ],
)
def test_how_late_is_counted_in_working_time(town: Town, due: datetime, words: str) -> None:
    town.case("vas", answer(due))
    (line,) = town.collect().parts[Part.OVERDUE]
    assert (line.about, line.urgent) == (words, True)


def test_what_is_due_today_or_on_the_next_working_day_is_told_by_time_left(town: Town) -> None:
    town.now = at(20, 8, 30)
    town.config = changed()
    monday = town.case("vas", answer(at(23, 17)))
    today = town.case("vas", answer(at(20, 10)))
    town.case("vas", answer(at(24, 10)))
    lines = town.collect().parts[Part.SOON]
    assert [line.head for line in lines] == [today.number, monday.number]
    assert [line.about for line in lines] == ["答复还剩 1 小时", "答复还剩 1 个工作日 7 小时"]
    assert lines[0].detail.startswith("时限 今天 10:00 · 服务质量")
    assert lines[1].detail.startswith("时限 11月23日(周一)17:00")


def test_each_case_stands_in_one_section(town: Town) -> None:
    long = answer(NOW + 5 * DAY)
    hour = NOW + HOUR
    sent = town.case(
        "vas", clock(ClockName.DISPATCH, hour), long, state=State.DISPATCHED, owner="telecom"
    )
    town.case("vas", clock(ClockName.DISPATCH, hour, NOW), long, state=State.DISPATCHED)
    waiting = town.case("vas", clock(ClockName.DISPATCH, hour), long, owner="telecom")
    review = town.case("vas", clock(ClockName.REVIEW, hour), long, state=State.REVIEW)
    late = town.case(
        "vas", clock(ClockName.DISPATCH, NOW - DAY), answer(NOW - HOUR), state=State.DISPATCHED
    )
    digest = town.collect()
    lines = digest.parts[Part.DISPATCHES]
    assert [(line.head, line.about) for line in lines] == [
        (sent.number, "电信公司尚未确认"),
        (waiting.number, "待派往电信公司"),
    ]
    assert heads(town, Part.REVIEWS) == [review.number]
    (first,) = digest.parts[Part.OVERDUE]
    assert (first.head, first.about) == (late.number, "转派确认、答复已到时限")


@pytest.mark.parametrize(
    "view", [{"state": State.ANSWERED}, {"state": State.CLOSED}, {"mode": Mode.SHADOW}]
)
def test_ended_cases_and_those_in_shadow_mode_press_nobody(
    town: Town, view: dict[str, Any]
) -> None:
    town.late(3, **view)
    digest = town.collect()
    assert digest.running == 0
    assert digest.is_empty


def test_a_refusal_that_the_user_has_not_heard_of_is_still_pressed_for(town: Town) -> None:
    case = town.late(3, state=State.NOT_ACCEPTED, next_due_at=NOW - 3 * DAY)
    town.late(3, state=State.NOT_ACCEPTED, next_due_at=None)
    draft = town.mail(OutboxState.DRAFT, case_id=case.id)
    digest = town.collect()
    assert heads(town, Part.OVERDUE) == [case.number]
    assert f"{draft.id} 号" in digest.parts[Part.MAILS][0].detail
    assert digest.running == 1


def test_mails_that_did_not_leave_are_named_with_their_reason(town: Town) -> None:
    case = town.case("vas", answer(NOW + 5 * DAY))
    ended = town.case("vas", answer(NOW + 5 * DAY), state=State.CLOSED)
    uncertain = town.mail(OutboxState.UNCERTAIN, case_id=ended.id)
    town.mail(OutboxState.QUEUED, case_id=case.id)
    held = town.mail(OutboxState.HELD, case_id=case.id, reason="cap.address")
    town.mail(OutboxState.HELD, case_id=case.id, not_before=NOW + HOUR)
    town.mail(OutboxState.SUPPRESSED, case_id=ended.id, reason="cap.case")
    town.mail(OutboxState.SUPPRESSED, case_id=case.id, reason="shadow")
    lines = town.collect().parts[Part.MAILS]
    told = [(line.head, f"outbox show {uncertain.id}" in line.detail) for line in lines]
    assert told == [(ended.number, True), (case.number, False)]
    assert lines[0].urgent
    assert "不能确定" in lines[0].about
    assert "已达上限" in lines[1].about
    assert f"outbox show {held.id}" in lines[1].detail


def test_a_reply_that_casework_suppressed_stays_visible(town: Town) -> None:
    quiet = town.case("vas", answer(NOW + 5 * DAY))
    town.event(quiet, EventKind.REPLY_SUPPRESSED, NOW - DAY, reason="too_old")
    late = town.late(2)
    town.event(late, EventKind.REPLY_SUPPRESSED, NOW - DAY, reason="too_old")
    digest = town.collect()
    (line,) = digest.parts[Part.MAILS]
    assert (line.head, line.about) == (quiet.number, "自动回复未发:来信过旧")
    assert "未自动回复" in digest.parts[Part.OVERDUE][0].detail


def test_letters_set_aside_and_mailboxes_in_trouble_are_told(town: Town) -> None:
    vas, idc = town.box("vas"), town.box("idc", Mode.SHADOW)

    def work(tx: Tx) -> None:
        for name in ("a", "b"):
            letter = add_letter(tx, town.key, name, mailbox_id=vas)
            tx.letters.set_aside(Aside(letter.id, vas, AsideKind.FAILED, "x.py:1", NOW - DAY))
        tx.mailboxes.record_poll(vas, NOW - HOUR, ok=True)
        tx.mailboxes.record_poll(idc, NOW, ok=True)

    town.store.run(work)
    digest = town.collect()
    assert digest.count(Part.ASIDES) == 2
    assert [line.head for line in digest.parts[Part.ASIDES]] == ["信箱 vas"]
    silent, shadow = digest.parts[Part.BOXES]
    assert (silent.head, silent.about, silent.urgent) == ("信箱 vas", "收不到信", True)
    assert silent.detail == "最近一次收信 今天 07:30"
    assert (shadow.head, shadow.urgent) == ("信箱 idc", False)
    assert "搁置来信 2 封 · 1 个信箱收信异常" in town.telling().values["summary"]
    assert town.collect("broadband").is_empty


def test_a_mailbox_polled_less_than_registered_is_told(town: Town) -> None:
    vas = town.box("vas")
    assert town.config.mailboxes["vas"].register.service_time == "7*24 小时每天 2 次"
    assert town.collect().is_empty
    town.store.run(lambda tx: tx.poll_hours.forget(NOW - 12 * HOUR))
    town.store.run(lambda tx: tx.poll_hours.record(vas, NOW - DAY, ok=True))
    (line,) = town.collect().parts[Part.BOXES]
    assert line.urgent
    assert (line.head, line.weight) == ("信箱 vas", 4)
    assert "4 个服务时段没有收信(登记:7*24 小时每天 2 次)" in line.about


def test_a_mailbox_taken_out_of_the_config_is_told_no_more(town: Town) -> None:
    key = MailboxKey("imap.telecom.example", "gone")
    town.store.run(lambda tx: tx.mailboxes.ensure(key, "gone", Mode.LIVE, at(1)))
    assert town.collect().is_empty


def test_each_unit_hears_of_its_own(town: Town) -> None:
    vas, idc = town.late(2), town.late(3, "idc")
    assert heads(town, Part.OVERDUE, "vas") == [vas.number]
    assert heads(town, Part.OVERDUE, "vas+idc") == [idc.number, vas.number]
    assert heads(town, Part.OVERDUE) == [idc.number, vas.number]
    assert town.telling("vas").values["scope"] == "增值业务中心"
    assert "增值业务中心" not in town.collect("vas").parts[Part.OVERDUE][0].detail
    assert "增值业务中心" in town.collect().parts[Part.OVERDUE][1].detail
    with pytest.raises(NotFoundError, match="vas, idc, broadband, kfzx"):
        town.collect("vsa")


def test_counts_begin_where_the_last_digest_that_was_sent_ended(town: Town) -> None:
    for hours in (1, 30, 80):
        town.case("vas", answer(None), opened=NOW - hours * HOUR)
    since = town.collect("vas").since
    assert since == at(20, 8, 30)
    assert town.collect("vas").opened.now == 2
    town.sent("vas", NOW - 5 * HOUR)
    town.sent(WHOLE, NOW - HOUR / 2)
    town.mail(OutboxState.QUEUED, mail_class=MailClass.DIGEST)
    digest = town.collect("vas")
    assert (digest.since, digest.opened.now) == (NOW - 5 * HOUR, 1)


def test_new_and_answered_cases_are_compared_with_last_week(town: Town) -> None:
    for moment in (NOW - HOUR, NOW - 2 * HOUR, NOW - WEEK - HOUR, NOW - WEEK - DAY - HOUR):
        town.answered(town.case("vas", answer(None), opened=moment), moment)
    town.answered(town.case("vas", answer(None), opened=NOW - 5 * DAY), NOW - HOUR)
    town.case("vas", answer(None), opened=NOW - WEEK + HOUR)
    digest = town.collect()
    assert digest.opened == Trend(2, 2)
    assert digest.answered == Trend(3, 2)
    text, _ = town.page()
    assert "新收 2 件(比上周同期 持平)" in text
    assert "答复 3 件(比上周同期 +1)" in text


def test_in_the_first_week_nothing_is_compared(town: Town) -> None:
    town.box("vas", since=NOW - 3 * DAY)
    town.case("vas", answer(None), opened=NOW - HOUR)
    assert town.collect().opened == Trend(1, None)
    assert "上周" not in town.page()[0]


def test_long_sections_are_cut_and_say_how_many_more(town: Town) -> None:
    most = MOST[Part.OVERDUE]
    numbers = [town.late(30 - n).number for n in range(most + 3)]
    text, page = town.page()
    assert all(number in text and number in page for number in numbers[:most])
    assert all(number not in text and number not in page for number in numbers[most:])
    assert "\n另有 3 件\n" in text
    assert "另有 3 件" in page
    assert f"超时 {most + 3} 件" in text


def test_it_is_empty_when_nothing_waits_and_nothing_happened(town: Town) -> None:
    town.box("vas", Mode.SHADOW)
    town.case("vas", answer(NOW + 9 * DAY))
    assert town.collect().is_empty
    assert "没有超时、将到期和待处理的事项" in town.page()[0]
    town.case("vas", answer(NOW + 9 * DAY), opened=NOW - HOUR)
    assert not town.collect().is_empty


def test_every_line_of_a_case_presses_by_mail(town: Town) -> None:
    case = town.late(3, "idc")
    town.late(2)
    text, page = town.page()
    links = Links(page)
    assert len(links.found) == 2
    link = urlsplit(links.found[0])
    assert (link.scheme, link.path) == ("mailto", town.config.mailboxes["idc"].address)
    query = parse_qs(link.query, strict_parsing=True)
    assert query["body"] == ["催办"]
    (subject,) = query["subject"]
    assert subject.startswith(f"[{case.number}#")
    pressed = Message(from_=Address(READER), subject=f"Re: {subject}")
    (token,) = find_tokens(KEYS, pressed)
    assert token == read_token(KEYS, subject[:-1].partition("#")[2], READER)
    assert (token.kind, token.row_id) == (TokenKind.URGE, case.id)
    assert find_tokens(KEYS, replace(pressed, from_=Address("other@telecom.example"))) == []
    assert f"催办 <{links.found[0]}>" in text


def test_no_word_of_a_user_stands_in_it(town: Town) -> None:
    town.late(3)
    text, page = town.page()
    assert CANARY not in text + page
    assert TEXTS.subject not in text + page


def test_names_of_the_config_come_out_as_text(town: Town) -> None:
    name = '<script>x</script>"A&B{{ 7*7 }}'
    town.config = changed({"vas": {"title": name}})
    town.late(3)
    text, page = town.page("vas+idc")
    assert name in text
    assert "script" not in Links(page).tags
    assert "&lt;script&gt;" in page
    assert "49" not in page


def test_the_page_needs_nothing_from_outside(town: Town) -> None:
    for days in range(1, 4):
        town.late(days)
    _, page = town.page()
    assert not {"script", "style", "link", "img", "iframe"} & Links(page).tags
    assert not re.search(r"https?:|src=|url\(", page)
    assert 'name="viewport"' in page
    assert page.count("<table") == page.count("</table>")
    assert page.count("<td") == page.count("</td>")


def test_the_whole_goes_to_those_named_else_to_the_designated_unit() -> None:
    def addresses(unit: str) -> tuple[str, ...]:
        return config().units[unit].supervisors

    found = recipients(config())
    assert found[WHOLE] == addresses("kfzx")
    assert found["vas"] == addresses("vas")
    assert "kfzx" not in found
    found = recipients(changed(digest_to=("Boss@telecom.example",)))
    assert found[WHOLE] == ("Boss@telecom.example",)
    assert found["kfzx"] == addresses("kfzx")


def test_nobody_gets_two() -> None:
    both = {"vas": {"supervisors": ("a@x.example", "b@x.example")},
            "idc": {"supervisors": ("A@x.example", "boss@x.example")}}  # fmt: skip
    found = recipients(changed(both, digest_to=("Boss@x.example",)))
    assert found["vas+idc"] == ("A@x.example",)
    assert found["vas"] == ("b@x.example",)
    assert found[WHOLE] == ("Boss@x.example",)
    everyone = [one.casefold() for addresses in found.values() for one in addresses]
    assert len(everyone) == len(set(everyone))


def test_a_calendar_of_holidays_moves_what_is_due_soon(town: Town) -> None:
    town.now = at(20, 8, 30)
    holidays = config().calendar.model_copy(update={"holidays": (date(2026, 11, 23),)})
    town.config = changed().model_copy(update={"calendar": holidays})
    town.case("vas", answer(at(24, 17)))
    town.case("vas", answer(at(25, 10)))
    assert town.collect().count(Part.SOON) == 1
