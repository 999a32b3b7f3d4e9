"""Do alarms get through when the mail account is what is broken? For `mailcare check`."""

from mailcare.config.base import Section
from mailcare.config.channels import WEBHOOKS, ChannelConfig, Form
from mailcare.config.schema import Config
from mailcare.config.secrets import read_secret
from mailcare.errors import ConfigError

_NONE = (
    "no channel stands in [alarms.channels]: an alarm about the mail account that alarms leave over"
    " would reach nobody"
)


def alarm_advice(config: Config) -> tuple[str, ...]:
    """Return warnings about the ways over which alarms leave."""
    channels = config.alarms.channels
    if not channels:
        return (_NONE,)
    host = config.mailboxes[config.alarms.mailbox].smtp.host
    same = [
        name for name, one in channels.items() if one.smtp is not None and one.smtp.host == host
    ]
    if len(same) == len(channels):
        return (f"every alarm channel sends over {host}, as the alarms' mail does",)
    narrow = [name for name, one in channels.items() if one.kinds]
    if len(narrow) == len(channels):
        return ("no alarm channel takes every kind of alarm (kinds)",)
    return ()


def unreadable_secrets(config: Config) -> list[str]:
    """Return which secrets of alarm channels and monitoring can't be read."""
    wanted = [
        (f"alarms.channels.{name}", section, secret)
        for name, one in config.alarms.channels.items()
        for section, secret in _secrets(one)
    ]
    if config.monitoring.has_heartbeat_url:
        wanted.append(("monitoring", config.monitoring, "heartbeat_url"))
    found = []
    for place, section, secret in wanted:
        try:
            read_secret(section, secret)
        except ConfigError as error:
            found.append(f"{place}: {error}")
    return found


def _secrets(channel: ChannelConfig) -> list[tuple[Section, str]]:
    found: list[tuple[Section, str]] = []
    if channel.form in WEBHOOKS:
        found.append((channel, "url"))
    if any((channel.secret_file, channel.secret_credential, channel.secret_env)):
        found.append((channel, "secret"))
    if channel.form is Form.MAIL and channel.smtp is not None and channel.smtp.user:
        found.append((channel.smtp, "password"))
    return found
