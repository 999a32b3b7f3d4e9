"""Bounds of intervals, promises that can't be kept, connections that can't keep up."""

from pathlib import Path

import pytest

from mailcare.config import Config, advice, load
from mailcare.errors import ConfigError
from support.small_config import small_config


def loaded(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


REGISTER = "[mailboxes.vas.register]\nservice_time = "


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (small_config(box='interval_min = "5m"\ninterval_max = "1m"'), "interval_max"),
        (small_config(more=f'{REGISTER}"尽快"'), "service_time"),
        (
            small_config(box='interval = "7h"', more=f'{REGISTER}"7*24 每天 2 次"'),
            "mailboxes.vas.register",
        ),
        (
            small_config(more="[daemon]\npolls_per_server = 9\nconnections_per_server = 8"),
            "connections_per_server",
        ),
    ],
)
def test_is_refused(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(ConfigError, match=key):
        loaded(tmp_path, text)


def test_an_interval_that_keeps_the_promise_is_taken(tmp_path: Path) -> None:
    text = small_config(box='interval = "6h"', more=f'{REGISTER}"7*24 每天 2 次"')
    box = loaded(tmp_path, text).mailboxes["vas"]
    assert box.register.promise is not None
    assert box.register.promise.times == 2
    assert not box.adaptive


def test_logins_that_cannot_keep_up_are_told(tmp_path: Path) -> None:
    box = small_config(box='interval = "5s"').partition("[mailboxes.vas]")[2]
    more = "[mailboxes.idc]" + box.replace("vas@", "idc@")
    few = "[daemon]\nconnections_per_server = 1\npolls_per_server = 1\nlogins_per_minute = 20\n"
    config = loaded(tmp_path, few + small_config(box='interval = "5s"', more=more))
    (said,) = [one for one in advice(config) if "logins_per_minute" in one]
    assert "2 mailboxes share 1 connections" in said
    assert "24 logins a minute" in said
