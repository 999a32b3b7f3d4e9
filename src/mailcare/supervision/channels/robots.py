"""Webhooks of group robots: what they want to be sent, how it is signed, what their answers mean.

All of them answer a refusal with status 200 and say so in the body only. Facts: WeCom takes 2048
bytes of text and signs nothing; DingTalk wants the signature over milliseconds in the URL, keyed
with the secret; Feishu over seconds in the body, keyed with time and secret over nothing.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote_plus

from mailcare.config.channels import Form
from mailcare.supervision.channels.message import Message

_WECOM_BYTES = 2048
_MOST_BYTES = 18_000
"""DingTalk and Feishu take 20 kB a request."""
_CODES = {Form.WECOM: "errcode", Form.DINGTALK: "errcode", Form.FEISHU: "code"}
_OLD_FEISHU = "StatusCode"


@dataclass(frozen=True, slots=True)
class Post:
    """A request as it goes to a robot."""

    url: str = field(repr=False)
    """It holds the robot's key."""
    body: bytes
    headers: dict[str, str]


def write(form: Form, url: str, secret: str, message: Message, now: datetime) -> Post:
    """Return what to post; `secret` signs it, empty: unsigned."""
    if form is Form.WECOM:
        text = {"content": cut(message.text, _WECOM_BYTES)}
        return _post(url, {"msgtype": "text", "text": text})
    text = {"content": cut(message.text, _MOST_BYTES)}
    if form is Form.DINGTALK:
        return _post(_signed_url(url, secret, now), {"msgtype": "text", "text": text})
    if form is Form.FEISHU:
        signed = _signed_body(secret, now)
        return _post(url, {**signed, "msg_type": "text", "content": {"text": text["content"]}})
    return _own(url, secret, message)


def refusal(form: Form, status: int, body: bytes) -> str:
    """Return why the robot did not take it, as a stable word; empty: it did."""
    if not 200 <= status < 300:  # noqa: PLR2004 - RFC 9110 15.3: 2xx is consent
        return f"http {status}"
    if form is Form.JSON:
        return ""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return "no_answer"
    if not isinstance(said, dict):
        return "no_answer"
    code = said.get(_CODES[form], said.get(_OLD_FEISHU))
    if code == 0:
        return ""
    return f"errcode {code}" if isinstance(code, int) else "no_answer"


def cut(text: str, most: int) -> str:
    """Return `text` cut to `most` bytes of UTF-8, never within a character."""
    raw = text.encode()
    if len(raw) <= most:
        return text
    return raw[: most - len("…".encode())].decode(errors="ignore") + "…"


def _post(url: str, body: dict[str, object]) -> Post:
    data = json.dumps(body, ensure_ascii=False).encode()
    return Post(url, data, {"Content-Type": "application/json; charset=utf-8"})


def _signed_url(url: str, secret: str, now: datetime) -> str:
    if not secret:
        return url
    stamp = str(round(now.timestamp() * 1000))
    sign = _mac(secret.encode(), f"{stamp}\n{secret}".encode())
    return f"{url}{'&' if '?' in url else '?'}timestamp={stamp}&sign={quote_plus(sign)}"


def _signed_body(secret: str, now: datetime) -> dict[str, object]:
    if not secret:
        return {}
    stamp = str(int(now.timestamp()))
    return {"timestamp": stamp, "sign": _mac(f"{stamp}\n{secret}".encode(), b"")}


def _mac(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()


def _own(url: str, secret: str, message: Message) -> Post:
    post = _post(url, as_record(message))
    if secret:
        mac = hmac.digest(secret.encode(), post.body, hashlib.sha256).hex()
        post.headers["X-Mailcare-Signature"] = f"sha256={mac}"
    return post


def as_record(message: Message) -> dict[str, object]:
    """Return the message as JSON has it, for webhooks of one's own and for commands."""
    return {
        "alarm": message.alarm_id,
        "kind": message.kind,
        "subject": message.subject,
        "occasion": message.occasion,
        "since": message.since.isoformat(),
        "title": message.title,
        "text": message.text,
        "organisation": message.organisation,
        "host": message.host,
    }
