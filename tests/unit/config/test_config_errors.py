"""All errors of a config at once, each with key path, what was found and what is allowed."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcare.config import Config, parse
from mailcare.config.crossing import cross_check
from mailcare.config.defaults import fill
from mailcare.config.problems import InvalidConfigError
from mailcare.config.translate import translate
from mailcare.errors import ConfigError, ExitCode
from support.small_config import small_config

GOOD = small_config(storage="", imap='host = "imap.telecom.example", password_env = "VAS"')

TEN_ERRORS = """
[organisation]
name = "中国电信上海公司"
timezone = "Mars/Olympus"                                   # 1
[daemon]
poll_wokers = 3                                             # 2
[alarms]
admins = ["root@telecom.example"]
mailbox = "nobox"                                           # 3
[units.vas]
title = "增值业务中心"
staff = ["staff at telecom.example"]                        # 4
supervisors = ["lead@telecom.example"]
office_hours = ["09:00-12:00", "11:00-10:00"]               # 5
dispatch_via = "kfxz"                                       # 6
[mailboxes.vas]
unit = "vos"                                                # 7
address = "vas@telecom.example"
capacity = "2GB"
interval = "60 parsecs"                                     # 8
imap = {host = "imap.telecom.example", password = "hunter2"}  # 9
smtp = {host = "smtp.telecom.example", security = "none"}   # 10
"""


def errors_of(text: str) -> dict[str, tuple[str, str]]:
    with pytest.raises(InvalidConfigError) as caught:
        parse(text, Path("/etc/mailcare/config.toml"))
    return {found.key: (found.found, found.allowed) for found in caught.value.problems}


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def test_ten_planted_errors_are_all_told_at_once() -> None:
    assert set(errors_of(TEN_ERRORS)) == {
        "organisation.timezone",
        "daemon.poll_wokers",
        "alarms.mailbox",
        "units.vas.staff[0]",
        "units.vas.office_hours[1]",
        "units.vas.dispatch_via",
        "mailboxes.vas.unit",
        "mailboxes.vas.interval",
        "mailboxes.vas.imap.password",
        "mailboxes.vas.smtp.security",
    }


def test_each_error_stands_on_its_line_with_file_key_found_and_allowed() -> None:
    with pytest.raises(ConfigError) as caught:
        parse(TEN_ERRORS, Path("/etc/mailcare/config.toml"))
    first, *lines = str(caught.value).splitlines()
    assert first.startswith("/etc/mailcare/config.toml has 10 errors")
    assert all(re.match(r"/etc/mailcare/config\.toml:\d+: ", line) for line in lines)
    assert (
        '/etc/mailcare/config.toml:20: mailboxes.vas.interval: found "60 parsecs"; allowed: '
        'a duration with its unit, such as "60s", "5m", "1h" or "2d"'
    ) in lines
    assert caught.value.exit_code == ExitCode.CONFIG


def test_unknown_key_comes_with_a_suggestion() -> None:
    _, allowed = errors_of(TEN_ERRORS)["daemon.poll_wokers"]
    assert allowed.startswith('did you mean "poll_workers"?')


def test_unknown_name_comes_with_a_suggestion() -> None:
    _, allowed = errors_of(TEN_ERRORS)["mailboxes.vas.unit"]
    assert allowed == 'did you mean "vas"? one of vas'


def test_key_at_the_wrong_place_is_sent_to_the_right_one() -> None:
    found = errors_of(changed("[alarms]", '[daemon]\ninterval = "60s"\n[alarms]'))
    assert found["daemon.interval"][1].startswith("it belongs into mailboxes; ")


@pytest.mark.parametrize("key", ["password", "pasword", "passwd", "secret", "授权码"])
def test_secret_in_the_file_is_refused_and_never_shown(key: str) -> None:
    text = changed('password_env = "VAS"', f'"{key}" = "hunter2"')
    with pytest.raises(ConfigError) as caught:
        parse(text, Path("c.toml"))
    assert "password_file" in str(caught.value)
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in repr(caught.value.__cause__)
    assert "hunter2" not in repr(caught.value.__context__)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('password_env = "VAS"', 'password_env = "hunter2 !"', "mailboxes.vas.imap.password_env"),
        ('password_env = "VAS"', "password_file = 15", "mailboxes.vas.imap.password_file"),
        ("[alarms]", '[storage]\ndatabase = "mysql://u:hunter2@h/d"\n[alarms]', "storage.database"),
        (
            "[alarms]",
            '[storage]\ndatabase = "postgresql+psycopg://u:hunter2@h/d"\n[alarms]',
            "storage.database",
        ),
    ],
)
def test_values_that_may_be_secrets_are_not_shown(old: str, new: str, key: str) -> None:
    found, allowed = errors_of(changed(old, new))[key]
    assert "hunter2" not in found + allowed
    assert "not shown" in found


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('unit = "vas"', 'unit = "idc"', "mailboxes.vas.unit"),
        ('capacity = "2GB"', 'capacity = "5MB"', "mailboxes.vas.capacity"),
        ('"staff@telecom.example"', '"VAS@telecom.example"', "units.vas.staff[0]"),
        ('"root@telecom.example"', '"vas@telecom.example"', "alarms.admins[0]"),
        (', password_env = "VAS"', "", "mailboxes.vas.imap.password_file"),
        (
            'password_env = "VAS"',
            'password_env = "VAS", password_file = "p"',
            "mailboxes.vas.imap.password_env",
        ),
        ("vas", "direct", "units.direct"),
        (
            "[units.vas]",
            '[departments.vas]\ntitle = "x"\ndispatch_address = "x@y.example"\n[units.vas]',
            "departments.vas",
        ),
        ("[units.vas]", '[units.vas]\nphrases = [{texts = ["("], regex = true}]',
         "units.vas.phrases[0].texts"),
        ("[units.vas]", '[units.vas]\nphrases = [{texts = ["x"], weihgt = 1}]',
         "units.vas.phrases[0].weihgt"),
        ("[units.vas]", "[units.vas]\nlimits = {billing = 0}", "units.vas.limits.billing"),
        ("[units.vas]", "[units.vas]\nlimits = {bills = 2}", "units.vas.limits.bills"),
        ("[alarms]", '[daemon]\npoll_workers = "4"\n[alarms]', "daemon.poll_workers"),
        ("[alarms]", '[daemon]\npoll_deadline = "20s"\n[alarms]', "daemon.poll_deadline"),
        ("[alarms]", "[daemon]\nreader_seconds = nan\n[alarms]", "daemon.reader_seconds"),
        ("[alarms]", "[alarms]\ncapacity_warning = 0.99", "alarms.capacity_critical"),
        ("[alarms]", '[alarms]\ndigest_at = "8h"', "alarms.digest_at"),
        ('name = "中国电信上海公司"', 'name = "a\\r\\nBcc: x"', "organisation.name"),
        ('name = "中国电信上海公司"', "", "organisation.name"),
    ],
)  # fmt: skip
def test_one_error_is_one_error_with_its_key(old: str, new: str, key: str) -> None:
    assert list(errors_of(changed(old, new))) == [key]


def test_names_are_small_letters() -> None:
    assert "units.Vas" in errors_of(changed("[units.vas]", "[units.Vas]"))


def test_two_mailboxes_cannot_share_account_or_address() -> None:
    second = GOOD[GOOD.index("[mailboxes.vas]") :].replace("mailboxes.vas", "mailboxes.idc")
    assert set(errors_of(GOOD + second)) == {"mailboxes.idc.address", "mailboxes.idc.imap.user"}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_no_tls_is_allowed_on_loopback_only(host: str) -> None:
    text = changed('host = "imap.telecom.example"', f'host = "{host}", security = "none"')
    assert parse(text, Path("c.toml")).mailboxes["vas"].imap.port == 143


def test_syntax_error_has_line_and_column() -> None:
    with pytest.raises(ConfigError, match=r"line 3, column \d+"):
        parse("[organisation]\nname = 'x'\nname 'y'\n", Path("c.toml"))


TREE = tomllib.loads(GOOD)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=4,
)


def places(tree: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    return [
        place
        for key, value in tree.items()
        for place in [(tree, key), *(places(value) if isinstance(value, dict) else [])]
    ]


@settings(max_examples=150)
@given(data=st.data())
def test_any_value_anywhere_gives_findings_not_a_crash(data: st.DataObject) -> None:
    tree = tomllib.loads(GOOD)
    for _ in range(data.draw(st.integers(1, 3))):
        table, key = data.draw(st.sampled_from(places(tree)))
        table[key] = data.draw(JUNK)
    filled = fill(tree)
    found = list(cross_check(filled))
    try:
        Config.model_validate(filled)
    except ValueError as error:
        found += translate(error, Config, tree, filled)  # type: ignore[arg-type]
    assert all(problem.key and str(problem) for problem in found)


@pytest.mark.parametrize("name", ["vas", "telecom"])
def test_a_business_outside_has_a_name_of_its_own(name: str) -> None:
    department = '[departments.telecom]\ntitle = "电信公司"\n'
    outside = f'[triage.non_telecom.{name}]\npointer = "x"\npointer_en = "x"\nphrases = ["快递"]\n'
    assert f"triage.non_telecom.{name}" in errors_of(GOOD + department + outside)
