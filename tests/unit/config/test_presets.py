"""Providers by name: what a preset fills in, and that the file has the last word."""

from datetime import timedelta
from pathlib import Path

import pytest

from mailcare.config import PRESETS, Config, Mailbox, SentCopies, advice, parse
from mailcare.config.kinds import parse_duration
from mailcare.config.problems import InvalidConfigError
from support.small_config import small_config

PASSWORD = 'password_env = "VAS_PASSWORD"'
OAUTH = 'client_id = "app", client_secret_env = "APP_SECRET"'


def read(box: str, imap: str = PASSWORD, smtp: str = "") -> Config:
    return parse(small_config(box=box, imap=imap, smtp=smtp), Path("config.toml"))


def vas(box: str, imap: str = PASSWORD, smtp: str = "") -> Mailbox:
    return read(box, imap, smtp).mailboxes["vas"]


def problems(box: str, imap: str = PASSWORD) -> dict[str, str]:
    with pytest.raises(InvalidConfigError) as caught:
        read(box, imap)
    return {problem.key: f"{problem.found}; {problem.allowed}" for problem in caught.value.problems}


def test_a_name_and_a_password_are_enough() -> None:
    box = vas('provider = "163"')
    assert (box.imap.host, box.imap.port, box.imap.security) == ("imap.163.com", 993, "tls")
    assert (box.smtp.host, box.smtp.port) == ("smtp.163.com", 465)
    assert box.imap.user == box.smtp.user == box.address
    assert box.smtp.password_env == "VAS_PASSWORD"
    assert box.preset.wants_id


@pytest.mark.parametrize("name", [name for name, one in PRESETS.items() if one.imap.host])
def test_every_preset_makes_a_mailbox(name: str) -> None:
    oauth = f'oauth = {{{OAUTH}, tenant = "t"}}' if not PRESETS[name].takes_passwords else ""
    config = read(f'provider = "{name}"\n{oauth}', "" if oauth else PASSWORD)
    box = config.mailboxes["vas"]
    assert box.interval == parse_duration(PRESETS[name].interval)
    assert box.imap.host
    assert box.smtp.host
    assert not [one for one in advice(config) if "mailboxes" in one]


def test_tencent_is_polled_more_rarely_and_an_old_cipher_level_is_139s_alone() -> None:
    assert vas('provider = "exmail"').interval == timedelta(minutes=2)
    assert vas('provider = "139"').imap.tls_ciphers == "DEFAULT@SECLEVEL=1"
    assert vas('provider = "189"').imap.tls_ciphers == ""


def test_what_the_file_says_comes_before_the_preset() -> None:
    box = vas('provider = "qq"\ninterval = "5m"', f'{PASSWORD}, tls_min_version = "1.3"')
    assert (box.interval, box.imap.tls_min_version) == (timedelta(minutes=5), "1.3")
    other = vas('provider = "139"', f'host = "localhost", security = "starttls", {PASSWORD}')
    assert (other.imap.host, other.imap.port, other.imap.tls_ciphers) == ("localhost", 143, "")


def test_starttls_instead_of_the_presets_tls_gets_its_own_port() -> None:
    assert vas('provider = "163"', PASSWORD, 'security = "starttls"').smtp.port == 587


def test_a_self_hosted_server_must_say_where_it_is() -> None:
    assert "imap.host" in " ".join(problems('provider = "coremail"'))
    box = vas('provider = "coremail"', f'host = "mail.lab.test", {PASSWORD}', 'host = "m.lab.test"')
    assert (box.imap.port, box.preset.wants_id) == (993, True)


@pytest.mark.parametrize(
    ("said", "hint"), [('"163.com"', '"163"'), ('"office365"', '"365"'), ("163", "string")]
)
def test_an_unknown_name_is_told_with_the_likeliest(said: str, hint: str) -> None:
    assert hint in problems(f"provider = {said}")["mailboxes.vas.provider"]


def test_microsoft_in_china_has_addresses_of_its_own() -> None:
    box = vas(f'provider = "365-21vianet"\noauth = {{tenant = "lab.partner.test", {OAUTH}}}', "")
    assert box.imap.host == "partner.outlook.cn"
    assert (box.smtp.host, box.smtp.port, box.smtp.security) == (
        "smtp.partner.outlook.cn", 587, "starttls",
    )  # fmt: skip
    assert box.oauth is not None
    assert box.oauth.scope == "https://partner.outlook.cn/.default"
    assert box.oauth.token_url == (
        "https://login.partner.microsoftonline.cn/lab.partner.test/oauth2/v2.0/token"
    )


def test_google_grants_tokens_to_persons_only() -> None:
    oauth = f'oauth = {{{OAUTH}, refresh_token_file = "refresh"}}'
    box = vas(f'provider = "gmail"\n{oauth}', "")
    assert box.oauth is not None
    assert (box.oauth.flow, box.oauth.scope) == ("refresh_token", "https://mail.google.com/")


def test_each_secret_of_a_flow_has_one_place() -> None:
    lacking = problems('provider = "365"\noauth = {tenant = "t", client_id = "app"}', "")
    assert "no client secret" in lacking["mailboxes.vas.oauth.client_secret_file"]
    two = f'{OAUTH}, client_secret_file = "x", tenant = "t"'
    assert "exactly one" in " ".join(problems(f'provider = "365"\noauth = {{{two}}}', "").values())
    literal = 'tenant = "t", client_id = "app", client_secret = "hunter2"'
    told = problems(f'provider = "365"\noauth = {{{literal}}}', "")
    assert "hunter2" not in str(told)
    assert "no secret in this file" in told["mailboxes.vas.oauth.client_secret"]


@pytest.mark.parametrize("url", ["http://login.lab.test/token", "ftp://x/", "https://"])
def test_secrets_go_to_no_server_in_clear_text(url: str) -> None:
    oauth = f'oauth = {{token_url = "{url}", {OAUTH}}}'
    assert "an https URL" in problems(oauth)["mailboxes.vas.oauth.token_url"]


@pytest.mark.parametrize(
    ("box", "wanted"),
    [
        ('provider = "163"', True),
        ('provider = "gmail"', False),
        ('provider = "gmail"\nsent_copies = "on"', True),
        ('provider = "163"\nsent_copies = "off"', False),
    ],
)
def test_who_puts_copies_into_the_sent_folder(box: str, wanted: bool) -> None:  # noqa: FBT001 - a row of the table
    assert vas(box).wants_sent_copies is wanted


def test_junk_folders_are_found_or_named() -> None:
    assert vas('provider = "163"').junk_folders is None
    assert vas('provider = "163"\njunk_folders = "auto"').junk_folders is None
    assert vas('provider = "163"\njunk_folders = ["广告邮件"]').junk_folders == ("广告邮件",)
    assert vas('provider = "163"\njunk_folders = []').junk_folders == ()
    assert "auto" in problems('provider = "163"\njunk_folders = "on"')["mailboxes.vas.junk_folders"]
    assert SentCopies("auto") is SentCopies.AUTO


def test_a_provider_that_takes_no_passwords_or_no_hurry_is_warned_of() -> None:
    said = advice(read('provider = "365"\ninterval = "30s"'))
    assert sum("mailboxes.vas" in one for one in said) == 2
