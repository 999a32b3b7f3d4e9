"""The four elements of one letter."""

import re
from collections.abc import Mapping
from dataclasses import replace

from mailcare.model.judgement import Element, ElementName, Elements
from mailcare.model.letter import Address, Message
from mailcare.triage.elements.candidates import Candidate, candidates
from mailcare.triage.elements.contact import choose_contact, find_contact, names_on
from mailcare.triage.elements.earlier import earlier_mails
from mailcare.triage.elements.fields import find_fields
from mailcare.triage.elements.likely import CONTACT, DEVICE, PHONE, UNKNOWN, Numbers
from mailcare.triage.elements.likelynames import Names, Writer
from mailcare.triage.elements.likelynames import gather as gather_names
from mailcare.triage.elements.numbers import is_mobile
from mailcare.triage.elements.opinion import Opinion, Place, gather, of_names, of_numbers, rule
from mailcare.triage.elements.page import Page, make_page
from mailcare.triage.elements.phone import dialled, phone_in_address
from mailcare.triage.elements.problem import find_problem, problem_chance
from mailcare.triage.elements.rules import ElementRules
from mailcare.triage.elements.service import services
from mailcare.triage.elements.surroundings import Surroundings

_SHORT_COVER = 60
"""A forward whose own words are no longer than this only hands the forwarded mail on."""


def find_elements(
    message: Message, rules: ElementRules, owners: Mapping[str, float] = UNKNOWN
) -> Elements:
    """Return the elements of `message`; absent ones are None.

    `owners` tells how likely the letter is whose business, where that is known: who asks about a
    server gives no telephone for its number.
    Pure and fast. `Element.value` follows the corpus' conventions (device number: narrow, without
    spaces, as written else; phone: digits and a leading +, no extension; contact: as written).
    `Element.probable` marks what stands only in forwarded or quoted mail.
    """
    page = make_page(message.subject, answers(message.own_text), message.signature)
    handed_on = bool(message.forwarded) and len(message.own_text.strip()) <= _SHORT_COVER
    elements = _of_page(page, None if handed_on else message.from_, rules, owners)
    for earlier in earlier_mails(message, rules):
        if all(elements.get(name) for name in ElementName):
            break
        if handed_on or message.quoted:
            elements = _filled(elements, _of_page(earlier.page, earlier.author, rules, owners))
    if elements.contact is None and handed_on and message.from_:
        return replace(elements, contact=_contact(page, message.from_, rules))
    return elements


_CITED = re.compile(r"(?m)^[ \t]*[>＞].*$")


def answers(own_text: str) -> str:
    """Return the text without the lines it answers one by one, unless it has nothing else."""
    rest = _CITED.sub("", own_text)
    return rest if rest.strip() else own_text


def _filled(elements: Elements, others: Elements) -> Elements:
    """Return `elements` with what is absent taken from `others`."""
    either = [elements.get(name) or others.get(name) for name in ElementName]
    return Elements(*either, chances=elements.chances)


def _of_page(
    page: Page, writer: Address | None, rules: ElementRules, owners: Mapping[str, float]
) -> Elements:
    found = candidates(page, rules)
    surroundings, about = Surroundings(page), services(page)
    numbers = gather(surroundings, found, about, rule(page, found, about, writer), writer)
    numbers = replace(numbers, owners=owners)
    opinions = of_numbers(numbers)
    device = _device(numbers, opinions[DEVICE].at)
    calling = _phone(numbers, opinions[PHONE].at, device, writer)
    names = names_of(surroundings, found, rules, writer)
    opinion = of_names(names)
    contact = _name(names, opinion.at)
    elements = Elements(
        problem=_element(page, find_problem(page, found, contact)),
        device_number=_element(page, device),
        phone=_element(page, calling),
        contact=_element(page, contact),
    )
    chances = dict(_chances({**opinions, CONTACT: opinion}, elements))
    sure = problem_chance(page, found, contact, told=elements.problem is not None)
    chances |= {} if sure is None else {ElementName.PROBLEM: sure}
    elements = replace(elements, chances=chances)
    return find_fields(page, rules, elements) if rules.form_fields else elements


def _device(numbers: Numbers, at: int | None) -> Place | None:
    if at is None:
        return None
    token = numbers.found[at].token
    return token.value, token.start, token.end


def _phone(
    numbers: Numbers, at: int | None, device: Place | None, writer: Address | None
) -> Place | None:
    """Return the number to call; one that stands only in an address is told by the rules."""
    found = numbers.found[: numbers.told]
    if at is not None:
        token = numbers.found[at].token
        return dialled(numbers.page, token), token.start, token.end
    if device and is_mobile(device[0]) and not found:
        return device
    return phone_in_address(numbers.page, found, writer)


def names_of(
    surroundings: Surroundings,
    found: tuple[Candidate, ...],
    rules: ElementRules,
    writer: Address | None,
) -> Names:
    """Return the names of a page and which the rules chose."""
    named = list(names_on(surroundings.page, found, writer))
    ruled = choose_contact(surroundings.page, named, rules, writer)
    return gather_names(surroundings, found, named, ruled, Writer(writer, rules))


def _name(names: Names, at: int | None) -> Place | None:
    if at is None:
        return None
    one = names.found[at]
    return (one.value, 0, 0) if one.in_from else (one.value, one.start, one.end)


def _chances(opinions: Mapping[str, Opinion], elements: Elements) -> Mapping[ElementName, float]:
    """Return how likely each element is given, where the opinion decided whether it is."""
    of_names = ((name, opinions[name]) for name in ElementName if name in opinions)
    return {
        name: one.given
        for name, one in of_names
        if (one.at is None) is (elements.get(name) is None)
    }


def _contact(page: Page, writer: Address, rules: ElementRules) -> Element | None:
    return _element(page, find_contact(page, (), rules, writer))


def _element(page: Page, found: tuple[str, int, int] | None) -> Element | None:
    if found is None:
        return None
    value, start, end = found
    evidence = page.evidence(start, end) if end else value
    return Element(value, evidence or value, page.probable)
