"""What triage needs of the config, compiled once per mailbox."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mailcare.config import Config, FormSource, Mailbox
from mailcare.errors import NotFoundError
from mailcare.model.judgement import ElementName
from mailcare.triage.elements import ElementRules
from mailcare.triage.phrases import CompiledPhrase, Lexicon, compile_phrases

PUBLIC_PROVIDERS = frozenset(
    (
        "163.com",
        "126.com",
        "yeah.net",
        "188.com",
        "qq.com",
        "foxmail.com",
        "vip.qq.com",
        "sina.com",
        "sina.cn",
        "sohu.com",
        "139.com",
        "189.cn",
        "wo.cn",
        "21cn.com",
        "tom.com",
        "aliyun.com",
        "gmail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "yahoo.com",
        "icloud.com",
        "me.com",
    )
)
"""Domains where anybody can have a mailbox: they prove no colleague."""


@dataclass(frozen=True, slots=True)
class FormRules:
    """A web form of the mailbox: who sends its mails, and the labels of its fields."""

    sender: str
    labels: Mapping[str, str]
    """What a field is for us (``problem``, ``address`` …) → its label in the mail."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one mailbox; immutable, safe to share between threads."""

    mailbox: str
    unit: str
    """The unit whose mailbox it is: its business is in scope."""
    units: frozenset[str]
    departments: frozenset[str]
    phrases: Lexicon
    """Of all owners: units, departments, and businesses outside (see `outsiders`)."""
    outsiders: frozenset[str]
    needs: Mapping[str, tuple[ElementName, ...]]
    """What a letter of a kind needs in scope; ``forward``: what any needs to be passed on."""
    min_confidence: float
    official_senders: tuple[str, ...]
    official_phrases: Lexicon
    own_addresses: frozenset[str]
    """Of our mailboxes, lower case."""
    staff_addresses: frozenset[str]
    own_domains: frozenset[str]
    """Domains in which only colleagues have addresses."""
    forms: tuple[FormRules, ...] = ()
    elements: ElementRules = field(default_factory=ElementRules)


def compile_rules(config: Config, mailbox: str) -> Rules:
    """Compile the rules of a mailbox of `config`.

    Raises:
        NotFoundError: the config has no mailbox of this name.
    """
    if mailbox not in config.mailboxes:
        known = ", ".join(config.mailboxes)
        raise NotFoundError(f"No mailbox {mailbox!r} in the config; there are: {known}")
    box = config.mailboxes[mailbox]
    triage = config.triage
    return Rules(
        mailbox=mailbox,
        unit=box.unit,
        units=frozenset(config.units),
        departments=frozenset(config.departments),
        phrases=Lexicon(_phrases(config)),
        outsiders=frozenset([*triage.non_telecom, *triage.outsiders]),
        needs=MappingProxyType({str(kind): names for kind, names in triage.needs.items()}),
        min_confidence=triage.min_confidence,
        official_senders=tuple(sender.lower() for sender in triage.official_senders),
        official_phrases=Lexicon(compile_phrases("official", triage.official_phrases)),
        own_addresses=_own_addresses(config),
        staff_addresses=_staff_addresses(config),
        own_domains=_own_domains(config),
        forms=tuple(_form(source) for source in box.form_sources),
        elements=_element_rules(config, box),
    )


def _phrases(config: Config) -> Iterator[CompiledPhrase]:
    triage = config.triage
    for owners in (config.units, config.departments, triage.non_telecom, triage.outsiders):
        for name, owner in owners.items():
            yield from compile_phrases(name, owner.phrases)


def _own_addresses(config: Config) -> frozenset[str]:
    return frozenset(box.address.lower() for box in config.mailboxes.values())


def _staff_addresses(config: Config) -> frozenset[str]:
    addresses = {address for unit in config.units.values() for address in unit.people}
    for unit in config.units.values():
        addresses.update({unit.dispatch_address} if unit.dispatch_address else ())
    places = (entry.dispatch_address for entry in config.departments.values())
    addresses.update(place for place in places if place)
    return frozenset(address.lower() for address in addresses) - _own_addresses(config)


def _own_domains(config: Config) -> frozenset[str]:
    domains = {address.partition("@")[2] for address in _own_addresses(config)}
    return frozenset(domains) - PUBLIC_PROVIDERS


def _form(source: FormSource) -> FormRules:
    labels = {str(what): label for what, label in source.fields.items()}
    return FormRules(source.sender.lower(), MappingProxyType(labels))


def _digits(number: str) -> str:
    return "".join(char for char in number if char.isdigit())


def _element_rules(config: Config, box: Mailbox) -> ElementRules:
    entries = [*config.units.values(), *config.departments.values()]
    numbers = {config.organisation.hotline, *(entry.hotline for entry in entries)}
    names = {name.value: name for name in ElementName}
    form_fields = {
        label: names[str(what)]
        for source in box.form_sources
        for what, label in source.fields.items()
        if str(what) in names
    }
    return ElementRules(
        area_code=config.organisation.area_code,
        own_numbers=frozenset(_digits(number) for number in numbers if number),
        own_addresses=_own_addresses(config) | _staff_addresses(config) | _public(config),
        service_domains=_service_domains(config),
        form_fields=MappingProxyType(form_fields),
    )


def _service_domains(config: Config) -> frozenset[str]:
    """Return the domains that phrases of ours give behind an @: those of all our mail users."""
    owners = (*config.units.values(), *config.departments.values())
    texts = (phrase.text for owner in owners for phrase in owner.phrases)
    return frozenset(text[1:].lower() for text in texts if text.startswith("@"))


def _public(config: Config) -> frozenset[str]:
    entries = [*config.units.values(), *config.departments.values()]
    return frozenset(entry.public_mailbox.lower() for entry in entries if entry.public_mailbox)
