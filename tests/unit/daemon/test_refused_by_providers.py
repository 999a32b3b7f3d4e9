"""What providers say to a login, as mailcare acts on it: alarm at once, later, or patience."""

import json
from datetime import timedelta

from mailcare.model.trouble import AlarmKind
from peers.imap import ImapPeer
from peers.script import answer
from unit.daemon.house import NOW, House

TENCENT = "Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, or system is busy."  # fmt: skip  # noqa: E501 - as it was recorded
MINUTE = timedelta(minutes=1)


def refuse(peer: ImapPeer, words: str, times: int = 1) -> None:
    said = b"{tag} NO " + words.encode("gbk")
    peer.script.rules[:] = [answer("LOGIN", said, nth=number + 1) for number in range(times)]


def reason(house: House) -> object:
    """What the alarm about the login gives as its reason."""
    alarms = house.parts.store.read(lambda tx: tx.alarms.open())
    (alarm,) = [one for one in alarms if one.kind is AlarmKind.LOGIN_REFUSED]
    return json.loads(alarm.facts).get("reason")


def test_imap_that_is_switched_off_is_told_at_once_and_over_when_it_is_on(
    house: House, peer: ImapPeer
) -> None:
    refuse(peer, "用户无权登录,请在网页邮箱开启服务")
    assert not house.poll(NOW).ok
    assert reason(house) == "refused.switched_off"
    assert house.poll(NOW + MINUTE).ok
    assert AlarmKind.LOGIN_REFUSED not in house.alarms()


def test_haste_is_no_wrong_password_however_often(house: House, peer: ImapPeer) -> None:
    refuse(peer, "登录过于频繁,请稍后再试", times=5)
    for minute in range(5):
        polled = house.poll(NOW + minute * MINUTE)
        assert (polled.ok, polled.put_off) == (False, "")
    assert house.stored().refusals == 0
    assert AlarmKind.LOGIN_REFUSED not in house.alarms()
    assert house.poll(NOW + 6 * MINUTE).ok


def test_tencents_sentence_is_told_only_when_it_comes_again_and_again(
    house: House, peer: ImapPeer
) -> None:
    assert house.poll(NOW - MINUTE).ok
    house.restart()
    peer.script.play()
    refuse(peer, TENCENT, times=3)
    for minute in range(2):
        house.poll(NOW + minute * MINUTE)
    assert AlarmKind.LOGIN_REFUSED not in house.alarms()
    house.poll(NOW + 2 * MINUTE)
    assert reason(house) == "refused.unclear"


def test_a_login_without_access_to_the_mailbox_fails_the_poll(house: House, peer: ImapPeer) -> None:
    peer.script.rules[:] = [
        answer("EXAMINE", b"{tag} BAD User is authenticated but not connected.", nth=0)
    ]
    assert not house.poll(NOW).ok
