"""One message over one channel: taken, or an error with a stable word."""

from dataclasses import dataclass
from datetime import datetime

from mailcare.config import Config
from mailcare.config.channels import ChannelConfig, Form
from mailcare.config.secrets import read_secret
from mailcare.errors import ComposeError, ConfigError, LoginRefusedError, MailcareError, WireError
from mailcare.logs import describe_error
from mailcare.supervision.channels import command, post, robots
from mailcare.supervision.channels.message import Message
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.http import HttpAnswer, request

_LONGEST = 64
_WORDS = {"TIMEOUT": "timeout", "TLS": "tls", "NET": "no_connection", "BYE": "closed"}


class ChannelError(MailcareError):
    """A channel did not take a message; `word` is stable and holds no secret."""

    def __init__(self, word: str, said: str = "") -> None:
        super().__init__(said or word)
        self.word = word[:_LONGEST]


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that a channel took."""

    date: datetime | None = None
    """The server's clock, where it told."""


def deliver(
    config: Config, name: str, message: Message, *, keeper: DeadlineKeeper, now: datetime
) -> Taken:
    """Tell `message` over the channel called `name`.

    Raises:
        ChannelError: it was not taken; another try may help.
    """
    channel = config.alarms.channels[name]
    try:
        failed, date = _tell(config, channel, message, keeper, now)
    except LoginRefusedError as error:
        raise ChannelError("login_refused", str(error)) from None
    except WireError as error:
        raise ChannelError(_WORDS.get(error.code, "unreachable"), str(error)) from None
    except ConfigError as error:
        raise ChannelError("no_secret", str(error)) from None
    except ComposeError as error:
        raise ChannelError("bad_address", str(error)) from None
    except Exception as error:  # noqa: BLE001 - whatever it is, the other channels go on
        raise ChannelError("broken", describe_error(error)) from None
    if failed:
        raise ChannelError(failed)
    return Taken(date)


def _tell(
    config: Config,
    channel: ChannelConfig,
    message: Message,
    keeper: DeadlineKeeper,
    now: datetime,
) -> tuple[str, datetime | None]:
    seconds = channel.timeout.total_seconds()
    if channel.form is Form.COMMAND:
        return command.run(channel.command, message, seconds), None
    if channel.form is Form.MAIL:
        zone, admins = config.organisation.timezone, config.alarms.admins
        return post.send(channel, message, admins=admins, zone=zone, keeper=keeper, now=now), None
    answer = _post(channel, message, keeper, now)
    return robots.refusal(channel.form, answer.status, answer.body), answer.date


def _post(
    channel: ChannelConfig, message: Message, keeper: DeadlineKeeper, now: datetime
) -> HttpAnswer:
    signs = (channel.secret_file, channel.secret_credential, channel.secret_env)
    secret = read_secret(channel, "secret") if any(place for place in signs) else ""
    ready = robots.write(channel.form, read_secret(channel, "url"), secret, message, now)
    return request(
        "POST",
        ready.url,
        ready.body,
        ready.headers,
        timeout=channel.timeout.total_seconds(),
        keeper=keeper,
        ca_file=None if channel.ca_file is None else str(channel.ca_file),
    )
