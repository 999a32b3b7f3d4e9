"""What `mailcare check` warns of: how staff are authenticated."""

from pathlib import Path

import pytest

from mailcare.config import Config, advice, placeholders
from mailcare.config import parse as parse_file
from mailcare.config.advice_alarms import alarm_advice, unreadable_secrets
from mailcare.config.problems import InvalidConfigError
from mailcare.resources import shipped

EXAMPLE = shipped("config.example.toml").read_text(encoding="utf-8")
CODES = 'staff_auth = "token+confirm"'
SERVER = 'staff_auth = "authentication-results"\nauthserv_id = "mx.telecom.example"'


def parse(text: str) -> Config:
    return parse_file(text, Path("/etc/mailcare/config.toml"))


def test_codes_for_every_command_are_a_warning() -> None:
    (said,) = advice(parse(EXAMPLE))
    assert said.startswith("staff_auth of vas, idc, broadband is token+confirm")


def test_a_server_that_vouches_is_none() -> None:
    assert advice(parse(EXAMPLE.replace(CODES, SERVER))) == ()


def test_a_unit_may_differ_from_the_organisation() -> None:
    text = EXAMPLE.replace(CODES, SERVER)
    text = text.replace('#staff_auth = "authentication-results"', 'staff_auth = "off"')
    (said,) = advice(parse(text))
    assert said.startswith("staff_auth of vas is off")


def test_networks_of_others_are_a_warning() -> None:
    relays = 'staff_auth = "internal-received"\ntrusted_relays = ["10.0.0.0/8", "0.0.0.0/0"]'
    (said,) = advice(parse(EXAMPLE.replace(CODES, relays)))
    assert "0.0.0.0/0" in said


@pytest.mark.parametrize("method", ["authentication-results", "internal-received"])
def test_whoever_trusts_a_server_names_it(method: str) -> None:
    with pytest.raises(InvalidConfigError) as caught:
        parse(EXAMPLE.replace(CODES, f'staff_auth = "{method}"'))
    (problem,) = caught.value.problems
    assert str(problem.key).startswith("organisation.")


def test_names_of_the_example_are_told_until_they_are_replaced() -> None:
    left = placeholders(parse(EXAMPLE))
    assert {"imap.telecom.example", "vas-staff@telecom.example"} <= set(left)
    assert len(left) == len(set(left))
    assert placeholders(parse(EXAMPLE.replace("telecom.example", "telecom.test"))) == ()


def test_an_alarm_about_mail_must_reach_somebody() -> None:
    (said,) = alarm_advice(parse(EXAMPLE))
    assert said.startswith("no channel stands in [alarms.channels]")
    smtp = 'smtp = {host = "smtp.telecom.example", password_env = "X"}\n'
    spare = f'[alarms.channels.spare]\nform = "mail"\nsender = "a@telecom.example"\n{smtp}'
    (said,) = alarm_advice(parse(f"{EXAMPLE}\n{spare}"))
    assert "smtp.telecom.example" in said
    robot = '[alarms.channels.group]\nform = "wecom"\nurl_file = "/nowhere"\n'
    both = parse(f"{EXAMPLE}\n{spare}{robot}")
    assert alarm_advice(both) == ()
    assert [one.partition(":")[0] for one in unreadable_secrets(both)] == [
        "alarms.channels.spare", "alarms.channels.group",
    ]  # fmt: skip
    few = parse(f'{EXAMPLE}\n{robot}kinds = ["disk"]\n')
    assert alarm_advice(few) == ("no alarm channel takes every kind of alarm (kinds)",)
