"""The people and machines of the play: each answers the mail it gets by its own few rules."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from acceptance.letters import Draft
from acceptance.mails import Mail
from fortnight.calendar import is_open
from fortnight.post import Mailbag, PostOffice
from fortnight.world import ZONE

Words = str | Callable[[Mail], str | None]
_EVER = 10**6
_AT_ONCE = timedelta(0)
_PACE = 12
"""Letters that somebody at work writes from one moment of the play to the next."""


@dataclass
class Habit:
    """What somebody does about a mail whose subject or text matches `pattern`."""

    pattern: str
    words: Words
    """What to answer; a function may answer None: leave this mail to the next habit."""
    after: timedelta = _AT_ONCE
    times: int = _EVER
    fields: Mapping[str, str] = field(default_factory=dict)
    quotes: bool = True

    def answer_to(self, mail: Mail) -> str | None:
        """Return the answer's text, or None where this habit is none for `mail`."""
        if self.times == 0 or not re.search(self.pattern, f"{mail.subject}\n{mail.text}"):
            return None
        words = self.words(mail) if callable(self.words) else self.words
        if words is not None:
            self.times -= 1
        return words


@dataclass(order=True)
class _Errand:
    due: datetime
    order: int
    to: str = field(compare=False)
    draft: Draft = field(compare=False)


@dataclass
class Person:
    """Somebody with a mailbox; `works` means that they write in office hours alone."""

    address: str
    bag: Mailbag
    post: PostOffice
    habits: list[Habit] = field(default_factory=list)
    works: bool = False
    envelope: str | None = None
    """Reverse-path of what they write; None: their address."""
    got: list[Mail] = field(default_factory=list)
    errands: list[_Errand] = field(default_factory=list)

    def will_write(self, when: datetime, to: str, draft: Draft) -> None:
        """Have a letter sent at a moment of the play."""
        self.errands.append(_Errand(when, len(self.errands), to, draft))

    def act(self, now: datetime) -> None:
        """Read the mail, then write what is due."""
        for mail in self.bag.fresh():
            self.got.append(mail)
            self._consider(mail, now)
        local = now.astimezone(ZONE)
        if self.works and not is_open(local.date(), local.time()):
            return
        due = sorted(one for one in self.errands if one.due <= now)
        for errand in due[: _PACE if self.works else None]:
            self.errands.remove(errand)
            raw = errand.draft.raw(self.address, errand.to)
            envelope = self.address if self.envelope is None else self.envelope
            self.post.send(raw, envelope, errand.to)

    def _consider(self, mail: Mail, now: datetime) -> None:
        for habit in self.habits:
            words = habit.answer_to(mail)
            if words is not None:
                to = str(mail.parsed["Reply-To"] or mail.parsed["From"].addresses[0].addr_spec)
                self.will_write(now + habit.after, to, _reply(mail, words, habit))
                return


def _reply(mail: Mail, words: str, habit: Habit) -> Draft:
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    body = f"{words}\n\n{quoted}" if habit.quotes else words
    known = {"In-Reply-To": mail.field("Message-ID").decode()}
    return Draft(f"Re: {mail.subject}", body, fields={**known, **habit.fields})
