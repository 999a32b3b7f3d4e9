"""A case → the values of the variables that its letters may use.

Facts of an intent that are read here: ``due``, ``confirm_by``, ``received_at``, ``hold_until``
(ISO times), ``missing`` (element names, comma-separated), ``note`` (an event's number), ``owner``,
``answer_by``, ``outsider`` (names), ``event``, ``clock``, ``why``, ``suppressed``, ``reason``
(stable words, see happenings), ``special_demand``, ``reply_by_phone``, ``escalation``,
``about_staff``, ``quiet``, ``by_staff`` (marks). What an intent does not say is looked up in the
event that opened the case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailcare.casework import templates
from mailcare.config import Config
from mailcare.correspondence import directory, elements, labels
from mailcare.correspondence.compose import one_line
from mailcare.correspondence.happenings import describe
from mailcare.model.case import Case, CaseTexts, ClockName, Fact
from mailcare.model.judgement import Decision, ElementName, Language
from mailcare.model.post import Intent, MailClass
from mailcare.triage.wording import explain

_REASONS = 12
_EVIDENCE = 100
_MARKS = (
    ("special_demand", labels.MARK_SPECIAL),
    ("about_staff", labels.MARK_STAFF),
    ("escalation", labels.MARK_ESCALATED),
)
_WAY_MARKS = {
    "phone": labels.MARK_PHONE,
    "sms": labels.MARK_SMS,
    "post": labels.MARK_POST,
    "visit": labels.MARK_VISIT,
}
_WAY_MARKS_HANDED_OVER = {**_WAY_MARKS, "phone": labels.MARK_CALL}
_HANDING_OVER = templates.TO_OTHER_SIDE | {templates.FAX}
_HAPPENED = ("event", "clock", "why", "suppressed", "reason")
"""Facts whose words say what happened, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Matter:
    """All that the values are taken from."""

    intent: Intent
    case: Case | None
    """None: a letter that became no case, such as one of thanks."""
    texts: CaseTexts
    unit: str
    """The unit that writes."""
    config: Config
    language: Language
    now: datetime
    notes: Mapping[int, str] = field(default_factory=dict)
    """What people wrote about the case, by the number of the event beside it."""

    @property
    def note(self) -> str:
        """What a person wrote for this letter, empty where nobody did."""
        seq = self.intent.facts.get("note")
        return self.notes.get(seq, "") if isinstance(seq, int) else ""

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The intent's facts, and behind them those of the event that opened the case."""
        opened = self.case.events[0].facts if self.case and self.case.events else {}
        return {**opened, **self.intent.facts}

    def word(self, name: str) -> str:
        """Return the fact `name` as a word, empty where there is none."""
        value = self.facts.get(name)
        return "" if value is None or isinstance(value, bool) else str(value)

    def when(self, name: str) -> datetime | None:
        """Return the fact `name` as a moment."""
        text = self.word(name)
        return datetime.fromisoformat(text) if text else None

    def say(self, words: labels.Words) -> str:
        """Return our words in the letter's language."""
        return labels.say(words, self.language)

    def show(self, when: datetime | None) -> str:
        """Return a moment as the reader's wall clock shows it, empty for none."""
        zone = self.config.organisation.timezone
        return labels.moment(when, zone, self.language) if when else ""

    def show_due(self, when: datetime | None) -> str:
        """Return a due time; staff see whether it may still move, a user is told a date."""
        provisional = self.case is not None and self.case.view.is_provisional(when)
        if not provisional or self.intent.mail_class is MailClass.REPLY:
            return self.show(when)
        return self.show(when) + self.say(labels.PROVISIONAL)

    def title(self, name: str | None) -> str:
        """Return the title of a unit or department."""
        return directory.title(self.config, name, self.language)


def values(matter: Matter) -> dict[str, str]:
    """Return a value for each variable that the template of the intent may use."""
    filled = {**_common(matter), "due": matter.show_due(_due(matter))}
    if matter.intent.mail_class is MailClass.REPLY:
        return filled | _reply(matter)
    return filled | _staff(matter) | _dispatch(matter)


def missing(matter: Matter) -> tuple[ElementName, ...]:
    """Return what may be asked for: never what was found, whatever the intent says."""
    absent = matter.texts.elements.missing
    named = matter.word("missing")
    if not named:
        return absent
    return tuple(name for name in absent if name.value in named.split(","))


def _common(matter: Matter) -> dict[str, str]:
    subject = elements.subject_short(matter.texts.subject) or matter.say(labels.NO_SUBJECT)
    return {
        "organisation": directory.organisation(matter.config, matter.language),
        "unit": matter.title(matter.unit),
        "signature": directory.signature(matter.config, matter.unit, matter.language),
        "number": matter.case.number if matter.case else matter.say(labels.NO_CASE),
        "subject": subject,
        "missing": elements.asked(missing(matter), matter.language),
    }


def _due(matter: Matter) -> datetime | None:
    """Return when the answer is due: as the intent says, as promised, or as computed."""
    promised = matter.case.view.promised_due if matter.case else None
    return matter.when("due") or promised or _clock(matter, ClockName.ANSWER)


def _clock(matter: Matter, name: ClockName) -> datetime | None:
    clocks = matter.case.view.clocks if matter.case else ()
    return next((c.due for c in clocks if c.name is name and c.ended_at is None), None)


def _reply(matter: Matter) -> dict[str, str]:
    owner = matter.word("owner") or (matter.case.view.owner if matter.case else None)
    hotline, mailbox = directory.public_line(matter.config, owner, matter.now)
    return {
        "problem_short": elements.problem_short(matter.texts.elements, matter.texts.subject)
        or matter.say(labels.NO_SUBJECT),
        "asks_device": "x" if ElementName.DEVICE_NUMBER in missing(matter) else "",
        "department": matter.title(owner),
        "hotline": hotline,
        "public_mailbox": mailbox,
        "pointer": _pointer(matter),
        **dict.fromkeys(("answer", "question", "explanation"), matter.note),
    }


def _pointer(matter: Matter) -> str:
    name = matter.word("outsider")
    triage = matter.config.triage
    outsider = triage.non_telecom.get(name) or triage.outsiders.get(name)
    if outsider is None or outsider.pointer == labels.ELSEWHERE[0]:
        return matter.say(labels.ELSEWHERE)
    english = outsider.pointer_en or outsider.pointer
    return english if matter.language is Language.EN else outsider.pointer


def _staff(matter: Matter) -> dict[str, str]:
    received = matter.when("received_at") or (matter.case.view.received_at if matter.case else None)
    user = matter.texts.user
    return {
        "received": matter.show(received or matter.now),
        "user": one_line(f"{user.name} <{user.address}>"),
        "elements": elements.table(matter.texts.elements, matter.language),
        "marks": _marks(matter),
        "decision": _decision(matter),
        "decide_by": matter.show_due(_clock(matter, ClockName.REVIEW)),
        "take_by": matter.show_due(_clock(matter, ClockName.ESCALATION)),
        "suggestion": _suggestion(matter),
        "reasons": _reasons(matter),
        "event": _event(matter),
        "remark": matter.note,
        "related": matter.word("related_number"),
        "by_mail": "x" if _obeys_mail(matter) else "",
    }


def _obeys_mail(matter: Matter) -> bool:
    """Say whether staff of the unit may answer a notice with a command."""
    unit = matter.config.units.get(matter.unit)
    method = (unit.staff_auth if unit else None) or matter.config.organisation.staff_auth
    return matter.case is not None and method != "off"


def _event(matter: Matter) -> str:
    """Return what happened, from the intent alone: the opening's reasons are old by now."""
    facts = matter.intent.facts
    words = dict.fromkeys(str(facts[name]) for name in _HAPPENED if facts.get(name))
    words.pop("overdue", None)  # which clock it was says as much
    return "\n".join(filter(None, (describe(word, matter.language) for word in words)))


def _marks(matter: Matter) -> str:
    marks = [matter.say(words) for name, words in _MARKS if matter.facts.get(name)]
    over = matter.intent.template in _HANDING_OVER
    way = matter.word("way") or ("phone" if matter.facts.get("reply_by_phone") else "")
    asked = (_WAY_MARKS_HANDED_OVER if over else _WAY_MARKS).get(way)
    marks += [matter.say(asked)] if asked else []
    official = matter.word("quiet") == "official"
    return " ".join([matter.say(labels.MARK_OFFICIAL)] * official + marks)


def _decision(matter: Matter) -> str:
    if matter.case is None:
        return matter.say(labels.DECISIONS[Decision.NONE])
    view = matter.case.view
    parts = [_with_owner(matter, view.decision)]
    if view.kind:
        parts.append(matter.say(labels.KINDS[view.kind]))
    if view.category:
        parts.append(matter.say(labels.CATEGORIES[view.category]))
    return " / ".join(parts)


def _suggestion(matter: Matter) -> str:
    if matter.case is None or matter.case.view.decision is not Decision.REVIEW:
        return ""
    return _with_owner(matter, matter.case.view.suggested)


def _with_owner(matter: Matter, decision: Decision) -> str:
    """Return the decision, and whose business the case is where it isn't ours."""
    owner = matter.case.view.owner if matter.case else None
    elsewhere = decision in {Decision.FORWARDED, Decision.INSUFFICIENT}
    words = matter.say(labels.DECISIONS[decision])
    return f"{words} → {matter.title(owner)}" if elsewhere and owner else words


def _reasons(matter: Matter) -> str:
    told = (matter.say(explain(reason)) for reason in matter.texts.reasons[:_REASONS])
    return "\n".join(f"- {one_line(words, _EVIDENCE)}" for words in told)


def _dispatch(matter: Matter) -> dict[str, str]:
    target = str(matter.intent.facts.get("target") or matter.intent.unit or "")
    owner = matter.word("owner") or (matter.case.view.owner if matter.case else None)
    confirm_by = matter.when("confirm_by") or _clock(matter, ClockName.DISPATCH)
    by, calls = answer_by(matter), bool(matter.facts.get("reply_by_phone"))
    return {
        "department": matter.title(target),
        "owner": matter.title(owner) if owner and owner != target else "",
        "confirm_by": matter.show_due(confirm_by),
        "answer_by": matter.say(_answer_by(matter)[by]),
        "who_calls": matter.say(labels.WHO_CALLS[by]) if calls else "",
        "fax": directory.fax(matter.config, target),
        "origin": matter.title(matter.word("origin")),
        "origin_number": matter.word("origin_number"),
        "offers_answer": "x" if _offers_answer(matter, by) else "",
    }


def _answer_by(matter: Matter) -> Mapping[str, labels.Words]:
    """Return how it is said who answers: by mail, on paper, or to where the case came from."""
    template = matter.intent.template
    if template in templates.TO_ORIGIN:
        return labels.ANSWERED_BY
    on_paper = template in {templates.FAX, templates.TASK}
    return labels.ANSWER_BY_PAPER if on_paper else labels.ANSWER_BY


def _offers_answer(matter: Matter, by: str) -> bool:
    """Say whether the department's words may become our answer to the user."""
    said = matter.intent.facts.get("event") == "dispatch_result"
    return said and by == "origin" and _obeys_mail(matter)


def answer_by(matter: Matter) -> str:
    """Return which side answers the user: ``department`` or ``origin``."""
    said = matter.word("answer_by")
    if said in labels.ANSWER_BY:
        return said
    unit = matter.config.units.get(matter.word("target") or matter.intent.unit or "")
    return unit.answer_by if unit else "origin"
