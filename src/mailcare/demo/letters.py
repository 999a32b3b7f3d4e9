"""Sample letters as bytes, as the clients of their writers would make them."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.header import Header
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from mailcare.demo.samples import VAS, Later, Sample


def letter_bytes(sample: Sample, number: int, now: datetime) -> bytes:
    """Return the letter that `sample` describes, written at `now` less its age."""
    date = format_datetime(now - timedelta(days=sample.days_old))
    if sample.raw:
        return sample.raw.format(date=date).replace("\n", "\r\n").encode()
    letter = _body(sample)
    letter["From"] = formataddr((sample.sender_name, sample.sender), sample.charset)
    letter["To"] = sample.to or sample.mailbox
    if sample.cc:
        letter["Cc"] = sample.cc
    letter["Subject"] = Header(sample.subject, sample.charset).encode()
    letter["Date"] = date
    letter["Message-ID"] = f"<sample.{number}.{now:%Y%m%d%H%M%S}@mail.example>"
    for name, value in sample.fields.items():
        letter[name] = value
    return letter.as_bytes(policy=letter.policy.clone(linesep="\r\n"))


def _body(sample: Sample) -> Message:
    text = MIMEText(sample.body, "plain", sample.charset)
    if not sample.html:
        return text
    both = MIMEMultipart("alternative")
    both.attach(text)
    both.attach(MIMEText(sample.html, "html", sample.charset))
    return both


def old_letter(number: int, now: datetime) -> tuple[bytes, datetime]:
    """Return one of the letters that lay in the mailbox before mailcare came, and its age."""
    written = now - timedelta(days=20 + number)
    letter = EmailMessage(policy=SMTP)
    letter["From"] = f"old{number}@mail.example"
    letter["To"] = VAS
    letter["Subject"] = f"以前的来信 {number}"
    letter["Date"] = format_datetime(written)
    letter["Message-ID"] = f"<old.{number}@mail.example>"
    letter.set_content("邮箱登录不上, 请处理。\n")
    return letter.as_bytes(), written


def answer_bytes(later: Later, mail: bytes, number: int, now: datetime) -> bytes:
    """Return the letter in which somebody answers `mail`, quoting it as mail clients do."""
    asked = message_from_bytes(mail, policy=SMTP)
    body = asked.get_body(("plain",))
    quoted = str(body.get_content()).splitlines() if body else []
    letter = EmailMessage(policy=SMTP)
    letter["From"] = formataddr((later.sender_name, later.sender))
    letter["To"] = str(asked["Reply-To"] or asked["From"])
    letter["Subject"] = f"回复: {asked['Subject']}"
    letter["Date"] = format_datetime(now)
    letter["Message-ID"] = f"<later.{number}.{now:%Y%m%d%H%M%S}@mail.example>"
    letter["In-Reply-To"] = str(asked["Message-ID"])
    letter["References"] = str(asked["Message-ID"])
    letter.set_content("\n".join((later.body, *(f"> {line}" for line in quoted), "")))
    return letter.as_bytes()
