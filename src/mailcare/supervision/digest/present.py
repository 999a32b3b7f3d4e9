"""A digest as the values of its templates: flat texts, and lines of HTML that the book made."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mailcare.casework.tokens import TokenKind, make_token, subject_tag
from mailcare.correspondence.templates import Html
from mailcare.correspondence.write import Writing
from mailcare.model.post import Intent
from mailcare.store import Store
from mailcare.supervision.days import day
from mailcare.supervision.digest.asking import is_stale
from mailcare.supervision.digest.collect import collect
from mailcare.supervision.digest.groups import recipients
from mailcare.supervision.digest.phrases import trend
from mailcare.supervision.digest.sections import Digest, Line, Part
from mailcare.supervision.telling import Telling

LINE = "digest.line"
URGE = "催办"
_NAMES = {
    Part.OVERDUE: "超时 {} 件",
    Part.SOON: "今明到期 {} 件",
    Part.DISPATCHES: "派单未确认 {} 件",
    Part.REVIEWS: "待人工判断 {} 件",
    Part.MAILS: "未发出邮件 {} 封",
    Part.ASIDES: "搁置来信 {} 封",
}
_NOTHING = "没有超时、将到期和待处理的事项。"


def digest_tellings(store: Store, world: Writing, intent: Intent, now: datetime) -> list[Telling]:
    """Return each reader's digest as things stand at `now`: its links are theirs alone.

    Nobody gets one that was asked for too long ago, or of a scope that the config has no more.

    Raises:
        TemplateError: no usable template of a line.
    """
    scope, config = intent.unit or "", world.config
    addresses = recipients(config).get(scope, ())
    if is_stale(intent, now) or not addresses:
        return []
    digest = store.read(lambda tx: collect(tx, config, scope, now))
    return [present(world, digest, one) for one in addresses]


def present(world: Writing, digest: Digest, reader: str = "") -> Telling:
    """Return what the templates say of `digest` to a reader; without one its links work for nobody.

    Raises:
        TemplateError: no usable template of a line.
    """
    zone = ZoneInfo(world.config.organisation.timezone)
    values = {
        "date": day(digest.at, zone),
        "scope": digest.title,
        "summary": " · ".join(_summary(digest)) or _NOTHING,
        "since": f"{day(digest.since, zone)}{digest.since.astimezone(zone):%H:%M}",
        "opened": str(digest.opened.now),
        "opened_trend": trend(digest.opened.now, digest.opened.before),
        "answered": str(digest.answered.now),
        "answered_trend": trend(digest.answered.now, digest.answered.before),
        "running": str(digest.running),
    }
    pages: dict[str, Html] = {}
    for part in Part:
        lines, count = _lines(digest, part), digest.count(part)
        if lines:
            links = [_link(world, digest, line, reader) for line in lines]
            pairs = list(zip(lines, links, strict=True))
            values[part.value] = "\n".join(_text(line, link) for line, link in pairs)
            values[f"{part.value}_count"] = str(count)
            pages[part.value] = Html("").join(_page(world, line, link) for line, link in pairs)
    return Telling((reader,) if reader else (), values, pages)


def _summary(digest: Digest) -> Iterator[str]:
    for part, words in _NAMES.items():
        if digest.count(part):
            yield words.format(digest.count(part))
    silent = len({line.head for line in digest.parts[Part.BOXES] if line.urgent})
    if silent:
        yield f"{silent} 个信箱收信异常"


def _lines(digest: Digest, part: Part) -> tuple[Line, ...]:
    """Return the lines that are shown, and one for all others."""
    lines, others = digest.shown(part)
    return (*lines, Line(f"另有 {others} 件", "")) if others else lines


def _text(line: Line, link: str) -> str:
    rows = [f"{line.head} {line.about}".rstrip(), line.detail, f"{URGE} <{link}>" if link else ""]
    return "\n  ".join(row for row in rows if row)


def _page(world: Writing, line: Line, link: str) -> Html:
    config = world.config
    values = {
        "organisation": config.organisation.name,
        "head": line.head,
        "about": line.about,
        "detail": line.detail,
        "link": link,
        "urgent": "是" if line.urgent else "",
    }
    unit = config.mailboxes[config.alarms.mailbox].unit
    return world.book.render_line(LINE, world.staff_language, unit, values)


def _link(world: Writing, digest: Digest, line: Line, reader: str) -> str:
    """Return the mail link that presses for a case: to its mailbox, with the reader's token.

    Empty where nobody can be pressed.
    """
    address = digest.addresses.get(line.mailbox_id or 0)
    if line.case_id is None or address is None:
        return ""
    token = make_token(world.keys, TokenKind.URGE, line.case_id, reader)
    subject, body = quote(subject_tag(line.head, token), safe=""), quote(URGE, safe="")
    return f"mailto:{quote(address, safe='@')}?subject={subject}&body={body}"
