"""What a loaded config gives: defaults, immutability, versions, secrets, reload."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from mailcare.config import Security, changes, load, parse
from mailcare.config.kinds import parse_duration, parse_size
from mailcare.config.problems import InvalidConfigError
from mailcare.errors import ConfigError
from mailcare.model.judgement import Category
from support.small_config import small_config

SMALL = small_config(
    storage="", imap='host = "imap.telecom.example", password_file = "vas.password"'
)


def written(folder: Path, text: str = SMALL, name: str = "config.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_small_file_gets_sensible_defaults(tmp_path: Path) -> None:
    config = load(written(tmp_path))
    box = config.mailboxes["vas"]
    assert config.alarms.mailbox == "vas"
    assert (box.imap.port, box.smtp.port) == (993, 465)
    assert (box.imap.user, box.smtp.user) == ("vas@telecom.example", "vas@telecom.example")
    assert box.smtp.password_file == tmp_path / "vas.password"
    assert box.imap.security is Security.TLS
    assert box.interval == timedelta(seconds=60)
    assert config.units["vas"].dispatch_via == "direct"
    assert [str(window) for window in config.units["vas"].office_hours] == [
        "09:00-12:00",
        "13:00-18:00",
    ]


def test_limits_given_in_part_keep_the_others(tmp_path: Path) -> None:
    text = SMALL.replace("[units.vas]", "[units.vas]\nlimits = {billing = 2}")
    limits = load(written(tmp_path, text)).units["vas"].limits
    assert limits[Category.BILLING] == 2
    assert limits[Category.AFTER_SALES] == 10


def test_smtp_without_login(tmp_path: Path) -> None:
    text = SMALL.replace("smtp = {", 'smtp = {user = "", ')
    assert load(written(tmp_path, text)).mailboxes["vas"].smtp.password_file is None


def test_config_is_immutable(tmp_path: Path) -> None:
    config = load(written(tmp_path))
    with pytest.raises(ValidationError):
        config.organisation.name = "x"
    with pytest.raises(TypeError):
        config.units["vas"] = config.units["vas"]  # type: ignore[index]


def test_version_is_of_the_content_not_of_the_layout(tmp_path: Path) -> None:
    version = load(written(tmp_path)).version
    assert load(written(tmp_path, "# a comment\n" + SMALL)).version == version
    assert load(written(tmp_path, SMALL.replace("2GB", "2048MB"))).version == version
    assert load(written(tmp_path, SMALL.replace("2GB", "3GB"))).version != version


def test_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert load(path).organisation.name == "中国电信上海公司"


def test_file_in_gbk_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(SMALL.encode("gbk"))
    with pytest.raises(ConfigError, match=r"isn't UTF-8 .at line 3, byte 9"):
        load(path)


def test_absent_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config"):
        load(tmp_path / "none.toml")


def test_secret_is_read_when_asked_and_not_kept(tmp_path: Path) -> None:
    config = load(written(tmp_path))
    account = config.mailboxes["vas"].imap
    with pytest.raises(ConfigError, match=r"vas\.password"):
        config.secret(account)
    (tmp_path / "vas.password").write_text("hunter2\n", encoding="utf-8")
    assert config.secret(account) == "hunter2"
    assert "hunter2" not in repr(config)


@pytest.mark.parametrize("content", ["", "\n", "two\nlines"])
def test_password_file_must_hold_one_line(tmp_path: Path, content: str) -> None:
    config = load(written(tmp_path))
    (tmp_path / "vas.password").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match="one line"):
        config.secret(config.mailboxes["vas"].imap)


def test_secret_from_environment_and_credential(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_env = SMALL.replace('password_file = "vas.password"', 'password_env = "VAS_PASSWORD"')
    config = load(written(tmp_path, by_env))
    monkeypatch.setenv("VAS_PASSWORD", "hunter2")
    assert config.secret(config.mailboxes["vas"].imap) == "hunter2"
    by_credential = SMALL.replace("password_file = ", "password_credential = ")
    config = load(written(tmp_path, by_credential))
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    with pytest.raises(ConfigError, match="LoadCredential"):
        config.secret(config.mailboxes["vas"].smtp)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "vas.password").write_text("hunter3", encoding="utf-8")
    assert config.secret(config.mailboxes["vas"].smtp) == "hunter3"


def test_reload_refuses_what_needs_a_restart_and_nothing_else() -> None:
    old = parse(SMALL, Path("/etc/mailcare/config.toml"))
    faster = parse(SMALL.replace("[mailboxes.vas]", '[mailboxes.vas]\ninterval = "30s"'), old.path)
    moved = parse(
        SMALL + '\n[storage]\nstate_dir = "/srv/mailcare"\n[daemon]\npoll_workers = 9\n', old.path
    )
    assert changes(old, faster) == ()
    assert [problem.key for problem in changes(old, moved)] == [
        "storage.state_dir",
        "daemon.poll_workers",
    ]


@pytest.mark.parametrize(
    ("text", "seconds"), [("60s", 60), ("5m", 300), ("1h", 3600), ("2d", 172800), ("0.5h", 1800)]
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["60", "-5m", "5 m", "5M", "1w", "", 60, None, "9" * 30 + "d"])
def test_no_durations(text: object) -> None:
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "size"), [("500KB", 512000), ("1.5MB", 1572864), ("2gb", 2**31), (4096, 4096)]
)
def test_sizes(text: object, size: int) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["0MB", "5", "-1KB", "MB", True, -1, 0, None, 2.5])
def test_no_sizes(text: object) -> None:
    with pytest.raises(ValueError, match="size"):
        parse_size(text)


def test_a_day_cannot_be_holiday_and_working_day() -> None:
    table = "[calendar]\nholidays = [2027-02-06, 2027-02-14]\nworkdays = [2027-02-14]\n"
    with pytest.raises(InvalidConfigError) as caught:
        parse(table + SMALL, Path("c.toml"))
    (problem,) = caught.value.problems
    assert problem.key == "calendar.workdays"
    assert "2027-02-14 stands in both lists" in problem.allowed


def test_laws_warnings_come_one_after_the_other() -> None:
    late = SMALL.replace("[units.vas]", "[units.vas.clocks]\nlaw_days = 13\n[units.vas]")
    with pytest.raises(InvalidConfigError) as caught:
        parse(late, Path("c.toml"))
    assert [problem.key for problem in caught.value.problems] == ["units.vas.clocks.law_days"]
