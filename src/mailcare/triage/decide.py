"""The decision table of DESIGN 2: from what the other modules found to one decision."""

from dataclasses import dataclass, replace

from mailcare.model.judgement import (
    Automatic,
    Decision,
    ElementName,
    Elements,
    Judgement,
    Kind,
    Reason,
    Scope,
)
from mailcare.model.letter import Address, Message
from mailcare.triage.calls import wants_call
from mailcare.triage.category import find_category
from mailcare.triage.certainty import confidence_in, kind_chances, unsure, whose
from mailcare.triage.customer import Manner, find_manner, speaks_to_us
from mailcare.triage.elements import find_elements
from mailcare.triage.escalation import pressing
from mailcare.triage.expressions import Expression
from mailcare.triage.forms import Form, find_form
from mailcare.triage.kind import find_kind, find_kinds, may_be_praise
from mailcare.triage.language import find_language
from mailcare.triage.likeness import HARDLY, MAYBE, like_nobodys, telling
from mailcare.triage.machine import MachineFinding, find_machine
from mailcare.triage.offers import find_offer
from mailcare.triage.official import find_conduct, find_official
from mailcare.triage.owners import find_opinion, settle, shares
from mailcare.triage.rules import Rules
from mailcare.triage.scope import ScopeFinding, find_scope
from mailcare.triage.signs import first, request_points
from mailcare.triage.spamwords import COMPLAINS
from mailcare.triage.voice import Voice, hear
from mailcare.triage.ways import find_wish
from mailcare.triage.wishes import special_demand
from mailcare.triage.words import Words

BESIDES_THANKS = 14
"""Characters that a letter of nothing but thanks may hold besides."""
A_REQUEST = 3.0
"""Request points that an application doesn't reach."""
EVEN = 0.0
"""Log-odds at which it is as likely nobody's; from there even a clear user's is doubted."""
CLEARLY_A_USERS = -7.0
"""Log-odds below which no letter of 100 was anybody else's, whoever had written them."""
SURELY = 1.5
"""Log-odds from which a letter is nobody's, though no question of machine.py was answered."""
BEYOND_DOUBT = 4.5
"""Log-odds from which it is, whatever it says: no person's letter of 1,069 came to more than 2."""
ENOUGH_WORDS = 60
"""Characters below which a letter is too short to be called nobody's by its words alone."""
_BY_WORDS = frozenset({"machine.away", "machine.spam", "machine.system"})
A_BUSINESS = 3.0
"""Points from which an applicant's letter is about a business after all."""

_SETTLED = Expression(
    r"(?:不(?:满意|服|接受|认可|同意)).{0,10}(?:答复|处理(?:结果|意见|方案)|回复|解释|结论)|"
    r"(?:答复|处理(?:结果|意见|方案)|回复|结论).{0,8}(?:不(?:满意|服|接受|认可|同意))|"
    r"(?:已经?|早已)(?:结案|办结|了结|销案)|\bnot satisfied with (?:the|your) (?:answer|reply|"
    r"result)"
)
_THANKS = Expression(
    r"谢谢(?:你们|您)?|感谢|多谢|(?:已|邮件)收到|收到了|^收到|已(?:经)?(?:解决|修好|恢复|处理好|"
    r"好了)|知道了|\bthanks?\b|"
    r"\breceived\b|\bsolved\b"
)
_NOT_OURS = Expression(
    r"求职|应聘|个人简历|求贤|面试|\b(?:job application|my (?:cv|resume)|"
    r"apply for the (?:position|post))\b"
)
_CAREER = Expression(
    r"简历|面试|毕业生|应届|学历|求职意向|\b(?:resume|curriculum vitae|cover letter|my cv)\b"
)
_OFFICE_LIFE = Expression(
    r"值班(?:表|安排|调整|手机|人员)?|排班|特此通知|各部门|各位同事|全体员工|会议(?:通知|纪要|室)|"
    r"团建|聚餐|体检|考勤|培训(?:通知|安排)|"
    r"放假(?:通知|安排)|"
    r"月报|周报|总结|通讯录|\broster\b|\bminutes\b|\bmeeting\b|\bschedule\b"
)
_A_COMPLAINT = Expression(
    r"转(?:来|呈|请|给|发|派|办)|(?:烦|麻烦|恳|现|务)?请(?:贵|你)?[^。\n]{0,6}(?:处理|协助|查|跟进|"
    r"核实|答复|"
    r"联系)|(?:用户|客户)[^。\n]{0,12}(?:反映|投诉|来电|来信|称|要求|不满)|"
    r"\bcustomer(?:'s)? (?:compla|report|call|ask)"
)


_LEFT_OUT = frozenset(
    {
        "broken_mime",
        "header_section_cut",
        "html_without_text",
        "nested_too_deep",
        "text_cut",
        "too_many_parts",
    }
)
"""Notes of the reader that say: the problem may stand where it did not look."""


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter with what is asked of it more than once."""

    words: Words
    form: Form | None
    colleague: bool
    asks_nothing: Reason | None = None
    """Why it seems to want nothing, though it sounds like a customer's."""
    official: Reason | None = None
    """Why only a person may answer it."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was found before it is known that a person wrote."""

    scope: ScopeFinding
    elements: Elements
    voice: Voice
    machine: MachineFinding | None
    nobodys: float | None
    """Log-odds that nobody need answer it; None where a form says that somebody wrote it."""

    @property
    def is_a_users(self) -> bool:
        """Whether a user wrote it, whatever single words sound like."""
        return self.nobodys is not None and self.nobodys < CLEARLY_A_USERS

    @property
    def like_a_customers(self) -> bool:
        """Whether a letter that would be filed sounds like a customer's."""
        return self.nobodys is not None and self.nobodys < HARDLY


def judge(message: Message, rules: Rules) -> Judgement:
    """Judge a letter as a careful colleague would.

    Pure and total: any Message gives a Judgement. What belongs to a known case (a token of ours, a
    reply to our mail) is the pipeline's to see first; this function knows one letter only.
    """
    words = Words(message)
    form = find_form(message, rules)
    opinion = find_opinion(words, rules)
    elements = find_elements(message, rules.elements, shares(opinion.odds()))
    device = elements.device_number.value if elements.device_number else None
    scope = settle(words, find_scope(words, rules), rules, opinion.odds(device))
    scope = _asked_first(scope, elements, rules)
    voice = hear(words, elements, scope.points)
    machine = None if form else find_machine(words, rules, voice)
    facts = _Facts(scope, elements, voice, machine, None if form else like_nobodys(words))
    if machine and machine.certain and (message.report or not facts.like_a_customers):
        return _filed_by(machine, message)
    letter = _Letter(words, form, form is None and _is_colleague(message, rules))
    asks_nothing = _asks_nothing(letter, scope)
    if asks_nothing and not facts.like_a_customers:
        return replace(_filed(message, asks_nothing, 0.8), colleague=letter.colleague)
    letter = replace(letter, asks_nothing=asks_nothing, official=find_official(words, rules))
    nobodys = None if letter.official else _nobodys(words, facts)
    return _filed_by(nobodys, message) if nobodys else _judge_person(letter, rules, facts)


def _asked_first(scope: ScopeFinding, elements: Elements, rules: Rules) -> ScopeFinding:
    """Take for ours what names no problem, and of others' business only circumstances."""
    if elements.problem or scope.outsider or scope.unit == rules.unit:
        return scope
    if not scope.only_circumstances:
        return scope
    ours = replace(scope, scope=Scope.IN_SCOPE, unit=rules.unit, chance=None)
    return replace(ours, points=0.0, margin=0.0)


def _filed_by(machine: MachineFinding, message: Message) -> Judgement:
    return replace(_filed(message, machine.reason), automatic=machine.automatic)


def _nobodys(words: Words, facts: _Facts) -> MachineFinding | None:
    """Return what makes it sure, in two ways that agree, that nobody waits for an answer."""
    machine, voice = facts.machine, facts.voice
    if facts.nobodys is None or COMPLAINS.search(words.own):
        return None
    if facts.nobodys >= BEYOND_DOUBT and find_kind(words) is not Kind.PRAISE:
        return machine or MachineFinding(Automatic.SPAM, _learnt_nobodys(words))
    if machine and facts.nobodys > MAYBE and not voice.names_a_service:
        return None if speaks_to_us(words, voice) else machine
    is_short = len(words.own) < ENOUGH_WORDS
    if facts.nobodys < SURELY or is_short or find_kind(words) is Kind.PRAISE:
        return None
    manner = find_manner(words, facts.scope, facts.elements, voice)
    if voice.requests and (voice.first_person or not manner.doubt):
        return None
    return MachineFinding(Automatic.SPAM, _learnt_nobodys(words))


def _learnt_nobodys(words: Words) -> Reason:
    return Reason("machine.like_nobodys", telling(words))


def _judge_person(letter: _Letter, rules: Rules, facts: _Facts) -> Judgement:
    words, message = letter.words, letter.words.message
    scope, elements = facts.scope, facts.elements
    kind, kind_odds = find_kinds(words)
    official = letter.official
    suggested, table_reason = _by_the_table(scope.scope, kind, elements, rules)
    confidence = confidence_in(words, scope, elements, suggested)
    manner = find_manner(words, scope, elements, facts.voice)
    doubts = (
        *((official,) if official else ()),
        *((_doubted(letter.asks_nothing),) if letter.asks_nothing else ()),
        *_doubts(words, facts),
        *_strange(words, suggested, facts, manner),
        *_second_opinion(words, suggested, facts, manner),
        *_praising(words, kind),
        *whose(suggested, scope, confidence, rules),
    )
    doubts = doubts or unsure(suggested, scope, kind_chances(kind, kind_odds), elements, rules)
    conduct, call = find_conduct(words), wants_call(words)
    wish = find_wish(words, call)
    outside = scope.scope is Scope.NON_TELECOM
    pressure = None if kind is Kind.PRAISE else pressing(words, outside=outside)
    notes = (
        Reason("official.conduct", conduct) if conduct else None,
        Reason(*pressure) if pressure else None,
        Reason("wish.call", call) if call else None,
        Reason(f"wish.{wish.way}", wish.evidence) if wish and not call else None,
        Reason("attached.winmail", "winmail.dat") if "winmail_dat" in message.notes else None,
    )
    return Judgement(
        decision=Decision.REVIEW if doubts else suggested,
        suggested=suggested,
        scope=scope.scope,
        unit=scope.unit,
        kind=kind,
        category=find_category(words, kind, has_problem=elements.problem is not None),
        elements=elements,
        language=find_language(message),
        confidence=confidence,
        reasons=(*doubts, table_reason, *scope.reasons, *(note for note in notes if note)),
        automatic=facts.machine.automatic if facts.machine else None,
        reply_by_phone=bool(call),
        wish=wish,
        special_demand=special_demand(words),
        escalation=pressure is not None or official is not None,
        official=official is not None,
        about_staff=bool(conduct),
        colleague=letter.colleague,
        copy_only=_is_copy(message, rules),
        outsider=scope.outsider,
        user=_user(letter),
    )


def _by_the_table(
    scope: Scope, kind: Kind, elements: Elements, rules: Rules
) -> tuple[Decision, Reason]:
    if kind is Kind.PRAISE:
        return Decision.NONE, Reason("table.praise", "")
    if scope is Scope.NON_TELECOM:
        return Decision.NOT_ACCEPTED, Reason("table.not_telecom", "")
    is_ours = scope is Scope.IN_SCOPE
    needed = rules.needs[kind.value if is_ours else "forward"]
    absent = [name for name in needed if elements.get(name) is None]
    if is_ours:
        decision = Decision.NEED_INFO if absent else Decision.IN_SCOPE
    else:
        decision = Decision.INSUFFICIENT if absent else Decision.FORWARDED
    return decision, Reason("table.missing" if absent else "table.complete", ", ".join(absent))


def _doubts(words: Words, facts: _Facts) -> tuple[Reason, ...]:
    message, machine = words.message, facts.machine
    probable = [name for name in ElementName if _is_probable(facts.elements, name)]
    settled = first(words.own, _SETTLED)
    left_out = () if facts.elements.problem else sorted(_LEFT_OUT & set(message.notes))
    doubts = (
        _doubted(machine.reason) if machine and not _is_mere_word(machine, facts) else None,
        Reason("doubt.lossy", "") if message.lossy else None,
        Reason("doubt.degraded", "") if message.degraded else None,
        Reason("doubt.probable", ", ".join(probable)) if probable else None,
        Reason("doubt.settled", settled) if settled else None,
        Reason("doubt.empty", "") if _is_empty(words) else None,
        Reason("doubt.incomplete", ", ".join(left_out)) if left_out else None,
    )
    return tuple(doubt for doubt in doubts if doubt)


def _is_mere_word(machine: MachineFinding, facts: _Facts) -> bool:
    """Whether only words tell of a machine, as an advert has, in what is clearly a user's."""
    return machine.reason.rule in _BY_WORDS and facts.is_a_users


def _doubted(reason: Reason) -> Reason:
    return replace(reason, rule=f"doubt.{reason.rule}")


def _strange(
    words: Words, suggested: Decision, facts: _Facts, manner: Manner
) -> tuple[Reason, ...]:
    """Return what is odd about whoever wrote: thanks that name a line, words of no user's."""
    if suggested is Decision.NONE:
        line = facts.elements.device_number
        return (Reason("doubt.thanks", line.value),) if line else ()
    if facts.is_a_users:
        return ()
    is_offer = not facts.voice.names_a_service or not facts.voice.first_person
    offer = find_offer(words) if is_offer else ""
    return (
        *((manner.doubt,) if manner.doubt and facts.nobodys is not None else ()),
        *((Reason("doubt.offer", offer),) if offer else ()),
    )


def _second_opinion(
    words: Words, suggested: Decision, facts: _Facts, manner: Manner
) -> tuple[Reason, ...]:
    """Return a doubt where what many letters teach and the decision differ."""
    if suggested is Decision.NONE:
        return (Reason("doubt.like_a_customers", ""),) if facts.like_a_customers else ()
    is_users = manner.is_clear or manner.is_brief
    is_odd = facts.nobodys is not None and facts.nobodys > (EVEN if is_users else MAYBE)
    return (Reason("doubt.like_nobodys", telling(words)),) if is_odd else ()


def _praising(words: Words, kind: Kind) -> tuple[Reason, ...]:
    praise = may_be_praise(words, kind)
    return (Reason("doubt.praise", praise),) if praise else ()


def _is_probable(elements: Elements, name: ElementName) -> bool:
    element = elements.get(name)
    return element is not None and element.probable


def _is_empty(words: Words) -> bool:
    return bool(words.message.attachments) and not words.all.strip()


def _filed(message: Message, reason: Reason, confidence: float = 1.0) -> Judgement:
    return Judgement(
        decision=Decision.NONE,
        suggested=Decision.NONE,
        scope=Scope.NOT_COMPLAINT,
        unit=None,
        kind=None,
        category=None,
        elements=Elements(),
        language=find_language(message),
        confidence=confidence,
        reasons=(reason,),
        user=message.from_,
    )


def _asks_nothing(letter: _Letter, scope: ScopeFinding) -> Reason | None:
    """Return why a person's letter wants nothing from us, or None if it may want something."""
    words = letter.words
    text = words.all.strip()
    request = request_points(text)
    job = first(text, _NOT_OURS)
    if job and (scope.points < A_BUSINESS or (_CAREER.search(words.own) and request < A_REQUEST)):
        return Reason("nothing.application", job)
    office = first(text, _OFFICE_LIFE) if letter.colleague else ""
    if office and not _A_COMPLAINT.search(words.own):
        return Reason("nothing.colleague", office)
    is_answer = words.raw_subject != words.subject
    said = words.own.strip() if is_answer else text
    thanks = first(said, _THANKS)
    is_short = len(_THANKS.sub("", said)) <= BESIDES_THANKS
    if thanks and is_short and not request and (scope.silent or is_answer):
        return Reason("nothing.thanks", thanks)
    return None


def _is_colleague(message: Message, rules: Rules) -> bool:
    address = message.from_.address.lower() if message.from_ else ""
    if address in rules.staff_addresses | rules.own_addresses:
        return True
    domain = address.partition("@")[2]
    return any(domain == own or domain.endswith("." + own) for own in rules.own_domains)


def _is_copy(message: Message, rules: Rules) -> bool:
    to = {who.address.lower() for who in message.to}
    cc = {who.address.lower() for who in message.cc}
    return bool(cc & rules.own_addresses) and not to & rules.own_addresses


def _user(letter: _Letter) -> Address | None:
    """Whom a reply goes to: the form's sender, Reply-To if it is one mailbox, else From."""
    message = letter.words.message
    if letter.form:
        return letter.form.user
    return message.reply_to[0] if len(message.reply_to) == 1 else message.from_
