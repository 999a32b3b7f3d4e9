"""`mailcare alarm test`: the button that shows whether alarms would get through."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from peers.robot import Robot
from peers.smtp import SmtpPeer
from support.small_config import small_config
from unit.cli.conftest import Run

CHANNELS = """
[alarms.channels.group]
form = "wecom"
url_file = "url"
[alarms.channels.pager]
form = "command"
command = ["/bin/sh", "-c", "cat > {folder}/paged"]
[alarms.channels.second]
form = "mail"
sender = "alarm@other.example"
smtp = {{host = "127.0.0.1", port = {port}, security = "none", user = ""}}
"""


@pytest.fixture
def robot() -> Iterator[Robot]:
    with Robot() as made:
        yield made


@pytest.fixture
def smtp(config: Path, robot: Robot) -> Iterator[SmtpPeer]:
    with SmtpPeer() as peer:
        (config.parent / "url").write_text(robot.url, encoding="utf-8")
        channels = CHANNELS.format(folder=config.parent, port=peer.port)
        config.write_text(small_config(more=channels), encoding="utf-8")
        yield peer


def test_every_channel_is_tried_and_says_it_is_a_test(
    config: Path, robot: Robot, smtp: SmtpPeer, run: Run
) -> None:
    said = run("alarm", "test")
    assert said.exit_code == 0
    assert said.output.splitlines() == ["group: taken", "pager: taken", "second: taken"]
    assert robot.said[0]["text"]["content"].startswith("【告警测试】")
    assert '"kind": "test"' in (config.parent / "paged").read_text(encoding="utf-8")
    (mail,) = smtp.accepted
    assert (mail.reverse_path, mail.recipients) == (
        "alarm@other.example",
        ("root@telecom.example",),
    )


@pytest.mark.usefixtures("smtp")
def test_one_that_refuses_is_named_with_why_and_the_others_are_tried_all_the_same(
    robot: Robot, run: Run
) -> None:
    robot.answer = b'{"errcode": 93000}'
    said = run("alarm", "test")
    assert said.exit_code == 1
    assert said.output.splitlines() == [
        "group: FAILED: errcode 93000", "pager: taken", "second: taken",
    ]  # fmt: skip
    assert run("alarm", "test", "pager").exit_code == 0


def test_without_any_channel_it_is_no_success(config: Path, run: Run) -> None:
    assert config.exists()
    said = run("alarm", "test")
    assert said.exit_code != 0
    assert "no channel stands in" in said.output


@pytest.mark.usefixtures("smtp")
def test_a_channel_that_is_not_there(run: Run) -> None:
    assert "the config has: group, pager, second" in run("alarm", "test", "grup").output
