"""The life of an alarm, and over which ways people hear of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailcare.config import Config, parse
from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind, Happening
from mailcare.store import Store
from mailcare.supervision.alarms import clear_alarm, end_calm, raise_alarm, repeat_due
from mailcare.supervision.kinds import RULES
from mailcare.supervision.spreading import spread_news
from mailcare.supervision.telling import alarm_message, alarm_telling, several
from mailcare.supervision.words import ALARMS
from mailcare.supervision.words_en import ALARMS_EN
from mailcare.vault import open_vault
from support.small_config import small_config
from unit.store.builders import HOUR, NOW

MINUTE = timedelta(minutes=1)
STEADY = 2 * MINUTE
GROUP = '[alarms.channels.group]\nform = "wecom"\nurl_env = "GROUP_URL"\n'
PAGER = '[alarms.channels.pager]\nform = "command"\ncommand = ["/bin/true"]\n'


def config(channels: str = GROUP + PAGER) -> Config:
    return parse(small_config(more=channels), Path("/c/config.toml"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    vault = open_vault(tmp_path / "vault", tmp_path / "keys", NOW)
    Store.migrate(tmp_path / "db")
    opened = Store.open(tmp_path / "db", vault)
    yield opened
    opened.close()


def up(store: Store, kind: AlarmKind, subject: str = "vas", **facts: bool) -> bool:
    return store.run(lambda tx: raise_alarm(tx, kind, subject, facts, NOW, unit="vas"))


def over(store: Store, kind: AlarmKind, subject: str = "vas", after: timedelta = MINUTE) -> None:
    store.run(lambda tx: clear_alarm(tx, kind, subject, NOW + after))


def history(store: Store) -> list[str]:
    return [one.what.value for one in store.read(lambda tx: tx.alarms.history(1))]


def told(store: Store, settings: Config) -> tuple[list[tuple[str, str]], list[tuple[str, ...]]]:
    """Spread the news; return channel and occasion of what is due, and whom mails go to."""
    spread_news(store, settings, NOW)
    rows = store.read(lambda tx: tx.tellings.due(NOW))
    for row in rows:
        store.run(lambda tx, row=row: tx.tellings.done(row.id, NOW))  # type: ignore[misc]
    pending = store.read(lambda tx: tx.intents.pending(50))
    mails = [alarm_telling(settings, one.intent).recipients for one in pending]
    for one in pending:
        store.run(lambda tx, one=one: tx.intents.done(one.id, [], NOW))  # type: ignore[misc]
    return [(row.channel, row.occasion.value) for row in rows], mails


def test_every_kind_has_rules_and_words_in_both_languages() -> None:
    assert set(RULES) == set(ALARMS) == set(ALARMS_EN) == set(AlarmKind)
    for words in (*ALARMS.values(), *ALARMS_EN.values()):
        assert words.title
        assert words.means.endswith(("。", "."))
        assert words.todo.endswith(("。", "."))


def test_an_alarm_goes_by_mail_and_over_every_channel_once(store: Store) -> None:
    assert up(store, AlarmKind.UNREACHABLE)
    assert not up(store, AlarmKind.UNREACHABLE)
    rows, mails = told(store, config())
    assert rows == [("group", "raised"), ("pager", "raised")]
    assert mails == [("root@telecom.example", "lead@telecom.example")]
    assert told(store, config()) == ([], [])


def test_what_is_wrong_with_the_mail_account_never_goes_over_it(store: Store) -> None:
    up(store, AlarmKind.SEND_FAILED)
    assert told(store, config()) == ([("group", "raised"), ("pager", "raised")], [])


def test_without_any_channel_mail_must_do(store: Store) -> None:
    up(store, AlarmKind.SEND_FAILED)
    assert told(store, config(""))[1] == [("root@telecom.example", "lead@telecom.example")]


def test_another_account_that_cannot_send_is_told_by_mail_too(store: Store) -> None:
    up(store, AlarmKind.SEND_FAILED, "idc")
    assert len(told(store, config())[1]) == 1


def test_a_channel_takes_its_kinds_alone_and_never_its_own_failure(store: Store) -> None:
    settings = config(GROUP + 'kinds = ["disk", "channel"]\n' + PAGER)
    up(store, AlarmKind.CHANNEL, "group")
    up(store, AlarmKind.UNREACHABLE)
    assert {row for row, _ in told(store, settings)[0]} == {"pager"}


def test_repetitions_come_at_growing_distance_until_acknowledged(store: Store) -> None:
    up(store, AlarmKind.UNREACHABLE)
    hours = [
        hour
        for hour in range(1, 100)
        if store.run(lambda tx, at=NOW + hour * HOUR: repeat_due(tx, HOUR, at))  # type: ignore[misc]
    ]
    assert hours == [1, 3, 7, 15, 31, 55, 79]
    store.run(lambda tx: tx.alarms.acknowledge(1, NOW + 100 * HOUR, "cli:root"))
    assert not store.run(lambda tx: repeat_due(tx, HOUR, NOW + 1000 * HOUR))
    assert history(store) == ["raised", *["repeated"] * 7, "acknowledged"]


def test_what_flickers_is_one_alarm(store: Store) -> None:
    up(store, AlarmKind.SEND_FAILED)
    for _ in range(3):
        over(store, AlarmKind.SEND_FAILED)
        assert store.run(lambda tx: end_calm(tx, STEADY, NOW + 2 * MINUTE)) == 0
        up(store, AlarmKind.SEND_FAILED)
    over(store, AlarmKind.SEND_FAILED)
    over(store, AlarmKind.SEND_FAILED, after=2 * MINUTE)
    assert store.run(lambda tx: end_calm(tx, STEADY, NOW + 3 * MINUTE)) == 1
    assert history(store) == ["raised", *["calm", "returned"] * 3, "calm", "cleared"]


def test_what_becomes_urgent_is_told_anew_though_acknowledged(store: Store) -> None:
    up(store, AlarmKind.UNREACHABLE)
    told(store, config())
    store.run(lambda tx: tx.alarms.acknowledge(1, NOW, "cli:root"))
    up(store, AlarmKind.UNREACHABLE, urgent=True)
    up(store, AlarmKind.UNREACHABLE, urgent=True)
    assert told(store, config())[0] == [("group", "urgent"), ("pager", "urgent")]
    assert history(store)[-1] == "urgent"


def test_the_end_is_told_of_what_ends_by_itself(store: Store) -> None:
    up(store, AlarmKind.UNREACHABLE)
    told(store, config())
    over(store, AlarmKind.UNREACHABLE)
    assert told(store, config())[0] == [("group", "cleared"), ("pager", "cleared")]
    up(store, AlarmKind.CONFIG)
    told(store, config())
    over(store, AlarmKind.CONFIG)
    assert told(store, config()) == ([], [])


def test_what_was_over_before_anybody_could_hear_is_not_told(store: Store) -> None:
    up(store, AlarmKind.UNREACHABLE)
    over(store, AlarmKind.UNREACHABLE)
    assert told(store, config()) == ([], [])


def test_a_message_says_what_it_means_and_what_to_do() -> None:
    facts: dict[str, Fact] = {"error": "unreachable", "due": "2026-11-24T01:00:00Z", "url": "x"}
    message = alarm_message(
        AlarmKind.UNREACHABLE, "vas", facts, Happening.RAISED,
        config=config(), since=NOW, host="mail1",
    )  # fmt: skip
    assert message.title == "【告警】信箱 vas 无法收信"
    assert "应恢复时间: 2026-11-24 09:00" in message.text
    assert "错误: 服务器不能连接" in message.text
    assert "mailcare doctor" in message.text
    assert "url" not in message.text
    assert "@telecom" not in message.text


def test_a_mail_that_tells_again_says_so_in_its_title(store: Store) -> None:
    settings = config()
    up(store, AlarmKind.UNREACHABLE)
    told(store, settings)
    store.run(lambda tx: repeat_due(tx, HOUR, NOW + HOUR))
    spread_news(store, settings, NOW)
    (mail,) = store.read(lambda tx: tx.intents.pending(9))
    title = alarm_telling(settings, mail.intent).values["title"]
    assert title == "信箱 vas 无法收信(仍未消除)"


def test_much_news_in_one_message_names_what_is_urgent_first() -> None:
    news = [
        alarm_message(
            kind, "vas", {"urgent": kind is AlarmKind.UNREACHABLE}, Happening.RAISED,
            config=config(), since=NOW, host="mail1",
        )
        for kind in (AlarmKind.EPOCH, AlarmKind.UNREACHABLE)
    ]  # fmt: skip
    message = several(news)
    assert message.title == "【告警】共 2 条消息"
    assert ["紧急" in line for line in message.lines] == [False, True, False]
