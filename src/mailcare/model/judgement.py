"""What triage found in a letter (DESIGN 2: the decision table)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mailcare.model.letter import Address


class Automatic(StrEnum):
    """Which machine wrote a letter."""

    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    NEWSLETTER = "newsletter"
    SPAM = "spam"
    SYSTEM = "system"


class Decision(StrEnum):
    """What is to be done with a letter."""

    IN_SCOPE = "in_scope"
    NEED_INFO = "need_info"
    FORWARDED = "forwarded"
    INSUFFICIENT = "insufficient"
    NOT_ACCEPTED = "not_accepted"
    NONE = "none"
    REVIEW = "review"


class Scope(StrEnum):
    """Whose business the problem is."""

    IN_SCOPE = "in_scope"
    OTHER_UNIT = "other_unit"
    TELECOM_COMPANY = "telecom_company"
    NON_TELECOM = "non_telecom"
    NOT_COMPLAINT = "not_complaint"


class Kind(StrEnum):
    """What the writer wants."""

    COMPLAINT = "complaint"
    CONSULTATION = "consultation"
    SUGGESTION = "suggestion"
    PRAISE = "praise"


class Category(StrEnum):
    """The handbook's categories (R27): 服务质量, 费用争议, 业务流程, 售后服务, 其他."""

    SERVICE_QUALITY = "service_quality"
    BILLING = "billing"
    PROCESS = "process"
    AFTER_SALES = "after_sales"
    OTHER = "other"


class Language(StrEnum):
    """The language of the letter's problem."""

    ZH = "zh"
    ZH_HANT = "zh-Hant"
    EN = "en"
    MIXED = "mixed"


class ElementName(StrEnum):
    """The four necessary elements (必要元素, R1), in the order in which they are asked for."""

    PROBLEM = "problem"
    DEVICE_NUMBER = "device_number"
    PHONE = "phone"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Element:
    """One of the four necessary data, with the words it was read from."""

    value: str
    evidence: str
    probable: bool = False
    """Found only in forwarded or earlier own mail: never asked for again, a person looks."""


@dataclass(frozen=True, slots=True)
class Elements:
    """The four necessary elements; None where absent."""

    problem: Element | None = None
    device_number: Element | None = None
    phone: Element | None = None
    contact: Element | None = None
    chances: Mapping[ElementName, float] = field(default_factory=dict, compare=False, kw_only=True)
    """How likely the letter gives it at all, of each element of which more than rules was asked."""

    def get(self, name: ElementName) -> Element | None:
        """Return the element called `name`."""
        element: Element | None = getattr(self, name.value)
        return element

    def given(self) -> "Elements":
        """Return what this letter itself gives: what is only probable left out."""
        found = map(self.get, ElementName)
        return Elements(*(None if one is None or one.probable else one for one in found))

    @property
    def missing(self) -> tuple[ElementName, ...]:
        """The absent ones, in the order in which they are asked for."""
        return tuple(name for name in ElementName if self.get(name) is None)


class DemandKind(StrEnum):
    """Why a user asks for more than the usual speed (R6)."""

    URGENT = "urgent"
    DEADLINE = "deadline"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SpecialDemand:
    """A special demand (用户有特殊要求)."""

    kind: DemandKind
    evidence: str


class Way(StrEnum):
    """How a user is answered (R13)."""

    MAIL = "mail"
    PHONE = "phone"
    SMS = "sms"
    POST = "post"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Wish:
    """A user's wish to be answered otherwise than by mail; all but the way are the letter's words.

    The number to call or text is the element ``phone``.
    """

    way: Way
    evidence: str = ""
    hour: str = ""
    """When, as the user says it; empty where they name no time."""
    address: str = ""
    """Where to write or come to, where the letter says so."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a judgement: the rule and the words it saw."""

    rule: str
    """A stable word such as ``scope.phrase`` or ``machine.auto_submitted``."""
    evidence: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What triage made of a letter."""

    decision: Decision
    suggested: Decision
    """What it would do without the doubt; equal to `decision` unless that is ``review``."""
    scope: Scope
    unit: str | None
    """Name in the config of the unit or department whose business it is."""
    kind: Kind | None
    category: Category | None
    elements: Elements
    language: Language
    confidence: float
    reasons: tuple[Reason, ...] = ()
    automatic: Automatic | None = None
    reply_by_phone: bool = False
    wish: Wish | None = None
    """How else than by mail the user wishes to be answered."""
    special_demand: SpecialDemand | None = None
    escalation: bool = False
    official: bool = False
    """Regulator, press, lawyer, court: no automatic mail of any kind, supervisors at once."""
    about_staff: bool = False
    """A complaint about a staff member's conduct: supervisors only."""
    colleague: bool = False
    """From staff of ours: a hand-over, never answered as a user's letter."""
    copy_only: bool = False
    """Our mailbox stands in Cc only: staff are told, nobody is answered."""
    outsider: str | None = None
    """Name in the config of the business outside whose matter it is, for the pointer to it."""
    user: Address | None = None
    """To whom a reply would go: the form's sender, Reply-To if it is one mailbox, else From."""
