"""What a template's preview is filled in from: a case, a letter in a file, or examples."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from mailcare.casework.opening import open_case
from mailcare.casework.outcome import Arrival, Filed
from mailcare.config import Config
from mailcare.correspondence.elements import problem_language
from mailcare.correspondence.slots import Matter, values
from mailcare.correspondence.variables import allowed
from mailcare.errors import NotFoundError
from mailcare.intake.readers import ReaderPool
from mailcare.model.case import Case, CaseTexts
from mailcare.model.judgement import Judgement, Language
from mailcare.model.letter import Message
from mailcare.model.place import MailboxKey, Mode
from mailcare.model.post import Intent, MailClass
from mailcare.store import StoredMailbox
from mailcare.triage import compile_rules, judge
from mailcare.wiring import make_policy, open_store

_NO_SERIAL = "0000"
"""A number that is never drawn: previews are no cases."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Values for a template, as far as they are known."""

    unit: str
    language: Language
    matter: Matter | None

    def complete(self, name: str, language: Language) -> tuple[dict[str, str], list[str]]:
        """Return a value for each variable, and which of them are only examples."""
        known = _values(self.matter, language)
        result, filled = {}, []
        for variable in allowed(name).values():
            value = known.get(variable.name, "")
            if not value and (self.matter is None or variable.is_needed(name)):
                english = language is Language.EN
                value = variable.example_en if english else variable.example
                filled.append(variable.name)
            result[variable.name] = value
        return result, filled


def from_nothing(config: Config, mailbox: str) -> Sample:
    """Return a sample that only has the examples of the catalogue."""
    return Sample(config.mailboxes[mailbox].unit, Language.ZH, None)


def from_case(config: Config, name: str, number: str, now: datetime) -> Sample:
    """Return the values of a case in the store.

    Raises:
        NotFoundError: no case has this number.
    """
    with open_store(config) as (store, _vault):
        case, texts = store.read(
            lambda tx: (found := tx.cases.get(number.upper()), tx.cases.texts(found))
        )
    return _of(config, _intent(name, (), case), case, texts, now)


def from_letter(config: Config, name: str, file: Path, mailbox: str, now: datetime) -> Sample:
    """Return the values of a letter, handled as if it had just arrived in `mailbox`.

    Raises:
        NotFoundError: no case would come of it.
        ReadingError: it can't be read within its limits.
    """
    limits = config.daemon
    with ReaderPool(1, limits.reader_seconds, limits.reader_memory) as pool:
        message = pool.read(file.read_bytes())
    judgement = judge(message, compile_rules(config, mailbox))
    return _opened(config, name, mailbox, message, judgement, now=now)


def _opened(
    config: Config,
    name: str,
    mailbox: str,
    message: Message,
    judgement: Judgement,
    *,
    now: datetime,
) -> Sample:
    box = config.mailboxes[mailbox]
    key = MailboxKey(box.imap.host, box.imap.user)
    policy = make_policy(config, mailbox, StoredMailbox(1, key, mailbox, Mode.LIVE, now, now))
    opening = open_case(Arrival(1, now, now), message, judgement, policy, now)
    if isinstance(opening, Filed):
        raise NotFoundError(f"no case would come of this letter: {opening.reason}")
    number = f"{box.unit.upper()}-{now:%Y%m}-{_NO_SERIAL}"
    case = Case(1, number, 0, 1, "", tuple(opening.events), opening.view)
    return _of(config, _intent(name, opening.intents, case), case, opening.texts, now)


def _intent(name: str, decided: tuple[Intent, ...], case: Case) -> Intent:
    """Return what casework would say with this template, else a plain intent."""
    for intent in decided:
        if intent.template == name:
            return intent
    mail_class = MailClass(name.partition(".")[0])
    target = case.view.owner if mail_class is MailClass.DISPATCH else None
    return Intent(mail_class, name, "user", target)


def _of(config: Config, intent: Intent, case: Case, texts: CaseTexts, now: datetime) -> Sample:
    language = Language.ZH
    if intent.mail_class is MailClass.REPLY:
        language = problem_language(texts.elements, case.view.language)
    matter = Matter(intent, case, texts, case.view.unit, config, language, now)
    return Sample(case.view.unit, language, matter)


def _values(matter: Matter | None, language: Language) -> Mapping[str, str]:
    return {} if matter is None else values(replace(matter, language=language))
