"""What the tests of correspondence start from: a user, a case, a config, a book of templates."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from mailcare.casework.tokens import TokenKeys
from mailcare.config import Config, load
from mailcare.correspondence.templates import TemplateBook
from mailcare.correspondence.write import Writing
from mailcare.model.case import (
    Case,
    CaseTexts,
    CaseView,
    ClockName,
    ClockReading,
    Event,
    EventKind,
    Fact,
    State,
)
from mailcare.model.judgement import (
    Category,
    Decision,
    Element,
    Elements,
    Kind,
    Language,
    Reason,
    Scope,
)
from mailcare.model.letter import Address
from mailcare.model.place import Mode
from mailcare.resources import shipped
from mailcare.store import GoodTemplate

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
DUE = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
KEYS = TokenKeys("1", {"1": b"k" * 32})
ALL_FOUR = Elements(
    Element("企业邮箱从昨天起收不到外来邮件", "收不到外来邮件"),
    Element("corp-0042", "账号 corp-0042"),
    Element("13800005678", "13800005678"),
    Element("王女士", "王女士"),
)


class Kept:
    """The last good templates, in memory."""

    def __init__(self) -> None:
        self.saved: dict[str, GoodTemplate] = {}

    def save_good(self, name: str, text: str, digest: str, now: datetime) -> None:
        self.saved[name] = GoodTemplate(name, text, digest, now)

    def good(self, name: str) -> GoodTemplate | None:
        return self.saved.get(name)


@cache
def config() -> Config:
    return load(shipped("config.example.toml"))


@cache
def shipped_book() -> TemplateBook:
    book = TemplateBook(shipped("templates"), None, Kept())
    assert book.refresh(NOW) == []
    return book


def book_with(overrides: Path, kept: Kept | None = None) -> TemplateBook:
    return TemplateBook(shipped("templates"), overrides, kept or Kept())


def writing() -> Writing:
    return Writing(config(), shipped_book(), KEYS)


def make_view(**changes: Any) -> CaseView:  # noqa: ANN401 - fields of a dataclass, by name
    view = CaseView(
        state=State.OPEN,
        unit="vas",
        owner="vas",
        decision=Decision.IN_SCOPE,
        suggested=Decision.IN_SCOPE,
        scope=Scope.IN_SCOPE,
        kind=Kind.COMPLAINT,
        category=Category.SERVICE_QUALITY,
        language=Language.ZH,
        mode=Mode.LIVE,
        received_at=NOW,
        promised_due=None,
        next_due_at=DUE,
        next_due_kind=ClockName.ANSWER,
        escalated=False,
        clocks=(ClockReading(ClockName.ANSWER, DUE, None),),
    )
    return replace(view, **changes)


def make_case(facts: dict[str, Fact] | None = None, **view: Any) -> Case:  # noqa: ANN401 - fields of a dataclass, by name
    opened = Event(1, EventKind.OPENED, NOW, "mailcare", facts or {})
    return Case(42, "VAS-202611-0042", 42, 1, "key", (opened,), make_view(**view))


def make_texts(**changes: Any) -> CaseTexts:  # noqa: ANN401 - fields of a dataclass, by name
    texts = CaseTexts(
        user=Address("user@mail.example", "王女士"),
        subject="邮箱收不到邮件",
        message_id="<letter-1@mail.example>",
        references=("<earlier@mail.example>",),
        elements=ALL_FOUR,
        reasons=(Reason("scope.phrase", "企业邮箱"),),
    )
    return replace(texts, **changes)
