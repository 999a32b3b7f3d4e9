"""Channels: what robots are sent, what their answers mean, what fails is said in a word."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from mailcare.config import Config, parse
from mailcare.config.channels import Form
from mailcare.supervision.channels import ChannelError, Message, deliver
from mailcare.supervision.channels.robots import cut, refusal, write
from mailcare.wire.deadlines import DeadlineKeeper
from peers.robot import Robot
from peers.smtp import SmtpPeer
from support.small_config import small_config

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
STAMP = "1795397400"
MESSAGE = Message(
    alarm_id=7,
    kind="unreachable",
    subject="vas",
    occasion="raised",
    since=NOW,
    title="【告警】信箱 vas 无法收信",
    lines=("建议:请检查网络。",),
    organisation="中国电信上海公司",
    host="mail1",
)


@pytest.fixture
def keeper() -> Iterator[DeadlineKeeper]:
    made = DeadlineKeeper()
    yield made
    made.close()


@pytest.fixture
def robot() -> Iterator[Robot]:
    with Robot() as made:
        yield made


def config_with(folder: Path, channel: str, url: str = "") -> Config:
    (folder / "url").write_text(url, encoding="utf-8")
    (folder / "secret").write_text("s3cret\n", encoding="utf-8")
    text = small_config(more=f"[alarms.channels.one]\n{channel}")
    return parse(text, folder / "config.toml")


def tell(config: Config, keeper: DeadlineKeeper) -> str:
    """Deliver, and return why it failed, empty: it did not."""
    try:
        deliver(config, "one", MESSAGE, keeper=keeper, now=NOW)
    except ChannelError as error:
        return error.word
    return ""


def test_wecom_gets_text_of_at_most_2048_bytes(
    tmp_path: Path, robot: Robot, keeper: DeadlineKeeper
) -> None:
    config = config_with(tmp_path, 'form = "wecom"\nurl_file = "url"', robot.url)
    assert tell(config, keeper) == ""
    ((path, fields, body),) = robot.posts
    said = json.loads(body)
    assert path == "/hook?key=k"
    assert fields["Content-Type"].startswith("application/json")
    assert said["msgtype"] == "text"
    assert said["text"]["content"].splitlines() == [
        "【告警】信箱 vas 无法收信", "建议:请检查网络。", "中国电信上海公司 mailcare @ mail1",
    ]  # fmt: skip
    assert len(cut("警" * 5000, 2048).encode()) <= 2048


def test_dingtalk_is_signed_in_the_url_over_milliseconds(
    tmp_path: Path, robot: Robot, keeper: DeadlineKeeper
) -> None:
    channel = 'form = "dingtalk"\nurl_file = "url"\nsecret_file = "secret"'
    assert tell(config_with(tmp_path, channel, robot.url), keeper) == ""
    query = parse_qs(urlsplit(robot.posts[0][0]).query)
    mac = hmac.digest(b"s3cret", f"{STAMP}000\ns3cret".encode(), hashlib.sha256)
    assert query["timestamp"] == [f"{STAMP}000"]
    assert query["sign"] == [base64.b64encode(mac).decode()]
    assert query["key"] == ["k"]


def test_feishu_is_signed_in_the_body_with_time_and_secret_as_the_key(
    tmp_path: Path, robot: Robot, keeper: DeadlineKeeper
) -> None:
    channel = 'form = "feishu"\nurl_file = "url"\nsecret_file = "secret"'
    assert tell(config_with(tmp_path, channel, robot.url), keeper) == ""
    said = robot.said[0]
    mac = hmac.digest(f"{STAMP}\ns3cret".encode(), b"", hashlib.sha256)
    assert (said["timestamp"], said["msg_type"]) == (STAMP, "text")
    assert said["sign"] == base64.b64encode(mac).decode()
    assert said["content"]["text"].startswith("【告警】")


def test_a_webhook_of_ones_own_gets_the_alarm_as_signed_json(
    tmp_path: Path, robot: Robot, keeper: DeadlineKeeper
) -> None:
    channel = 'form = "json"\nurl_file = "url"\nsecret_file = "secret"'
    assert tell(config_with(tmp_path, channel, robot.url), keeper) == ""
    _, fields, body = robot.posts[0]
    mac = hmac.digest(b"s3cret", body, hashlib.sha256).hex()
    assert fields["X-Mailcare-Signature"] == f"sha256={mac}"
    assert {"alarm": 7, "kind": "unreachable", "subject": "vas"}.items() <= robot.said[0].items()


@pytest.mark.parametrize(
    ("form", "status", "body", "word"),
    [
        ("wecom", 200, b'{"errcode": 93000, "errmsg": "invalid webhook url"}', "errcode 93000"),
        ("wecom", 200, b'{"errcode": 45009}', "errcode 45009"),
        ("dingtalk", 200, b'{"errcode": 310000, "errmsg": "sign not match"}', "errcode 310000"),
        ("feishu", 200, b'{"code": 19021, "msg": "sign match fail"}', "errcode 19021"),
        ("feishu", 200, b'{"StatusCode": 0, "StatusMessage": "success"}', ""),
        ("feishu", 200, b"<html>login</html>", "no_answer"),
        ("dingtalk", 200, b"[0]", "no_answer"),
        ("dingtalk", 200, b"{}", "no_answer"),
        ("json", 204, b"", ""),
        ("json", 302, b"", "http 302"),
        ("wecom", 502, b"", "http 502"),
    ],
)
def test_a_refusal_in_the_body_is_a_failure(form: str, status: int, body: bytes, word: str) -> None:
    assert refusal(Form(form), status, body) == word


def test_a_robot_that_refuses_is_told_in_a_word_without_its_address(
    tmp_path: Path, robot: Robot, keeper: DeadlineKeeper
) -> None:
    config = config_with(tmp_path, 'form = "wecom"\nurl_file = "url"', robot.url)
    robot.answer = b'{"errcode": 40058}'
    assert tell(config, keeper) == "errcode 40058"
    (tmp_path / "url").write_text("http://127.0.0.1:1/hook?key=k", encoding="utf-8")
    assert tell(config, keeper) == "no_connection"
    (tmp_path / "url").write_text("http://robot.example/hook?key=k", encoding="utf-8")
    with pytest.raises(ChannelError) as caught:
        deliver(config, "one", MESSAGE, keeper=keeper, now=NOW)
    assert "key" not in str(caught.value)
    assert caught.value.word == "tls"
    (tmp_path / "url").unlink()
    assert tell(config, keeper) == "no_secret"


def test_a_command_gets_the_alarm_on_its_input_and_no_password(
    tmp_path: Path, keeper: DeadlineKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAS_PASSWORD", "hunter2")
    shell = f"cat > {tmp_path}/got; env > {tmp_path}/env"
    config = config_with(tmp_path, f'form = "command"\ncommand = ["/bin/sh", "-c", "{shell}"]')
    assert tell(config, keeper) == ""
    assert json.loads((tmp_path / "got").read_bytes())["kind"] == "unreachable"
    assert "hunter2" not in (tmp_path / "env").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "word"),
    [
        ('["/bin/sh", "-c", "exit 3"]', "exit 3"),
        ('["/nowhere/page"]', "not_started"),
        ('["/bin/sh", "-c", "sleep 60 & wait"]', "too_slow"),
    ],
)
def test_a_command_that_fails_says_why(
    command: str, word: str, tmp_path: Path, keeper: DeadlineKeeper
) -> None:
    channel = f'form = "command"\ncommand = {command}\ntimeout = "1s"'
    assert tell(config_with(tmp_path, channel), keeper) == word


def test_mail_leaves_over_an_account_of_its_own(tmp_path: Path, keeper: DeadlineKeeper) -> None:
    with SmtpPeer() as peer:
        smtp = f'{{host = "127.0.0.1", port = {peer.port}, security = "none", user = ""}}'
        channel = f'form = "mail"\nsender = "alarm@spare.example"\nsmtp = {smtp}'
        config = config_with(tmp_path, f'{channel}\nto = ["oncall@spare.example"]')
        message = MESSAGE.answerable("vas@telecom.example", lambda who: f"[ALARM-7#{who[:6]}]")
        deliver(config, "one", message, keeper=keeper, now=NOW)
    (mail,) = peer.accepted
    assert mail.recipients == ("oncall@spare.example",)
    assert b"Reply-To: <vas@telecom.example>" in mail.data
    assert b"Auto-Submitted: auto-generated" in mail.data
    assert b"[ALARM-7#oncall]" in mail.data


def test_what_robots_are_sent_has_no_personal_data() -> None:
    post = write(Form.JSON, "https://robot.example", "", MESSAGE, NOW)
    assert b"@telecom" not in post.body
    assert "robot.example" not in repr(post)
