"""The four elements of one letter."""

import re
from dataclasses import replace

from mailcare.model.judgement import Element, ElementName, Elements
from mailcare.model.letter import Address, Message
from mailcare.triage.elements.accounts import named_place
from mailcare.triage.elements.candidates import candidates
from mailcare.triage.elements.contact import find_contact
from mailcare.triage.elements.device import find_device
from mailcare.triage.elements.earlier import earlier_mails
from mailcare.triage.elements.fields import find_fields
from mailcare.triage.elements.likely import DEVICE, PHONE, Numbers, likeliest
from mailcare.triage.elements.numbers import is_mobile
from mailcare.triage.elements.page import Page, make_page
from mailcare.triage.elements.phone import barred, dialled, find_phone, phone_in_address
from mailcare.triage.elements.problem import find_problem
from mailcare.triage.elements.rules import ElementRules
from mailcare.triage.elements.service import services

_SHORT_COVER = 60
"""A forward whose own words are no longer than this only hands the forwarded mail on."""


def find_elements(message: Message, rules: ElementRules) -> Elements:
    """Return the elements of `message`; absent ones are None.

    Pure and fast. `Element.value` follows the corpus' conventions (device number: narrow, without
    spaces, as written else; phone: digits and a leading +, no extension; contact: as written).
    `Element.probable` marks what stands only in forwarded or quoted mail.
    """
    page = make_page(message.subject, _answers(message.own_text), message.signature)
    handed_on = bool(message.forwarded) and len(message.own_text.strip()) <= _SHORT_COVER
    elements = _of_page(page, None if handed_on else message.from_, rules)
    for earlier in earlier_mails(message, rules):
        if all(elements.get(name) for name in ElementName):
            break
        if handed_on or message.quoted:
            elements = _filled(elements, _of_page(earlier.page, earlier.author, rules))
    if elements.contact is None and handed_on and message.from_:
        return replace(elements, contact=_contact(page, message.from_, rules))
    return elements


_CITED = re.compile(r"(?m)^[ \t]*[>＞].*$")


def _answers(own_text: str) -> str:
    """Return the text without the lines it answers one by one, unless it has nothing else."""
    rest = _CITED.sub("", own_text)
    return rest if rest.strip() else own_text


def _filled(elements: Elements, others: Elements) -> Elements:
    """Return `elements` with what is absent taken from `others`."""
    absent = {name.value: others.get(name) for name in ElementName if elements.get(name) is None}
    return replace(elements, **absent)


def _of_page(page: Page, writer: Address | None, rules: ElementRules) -> Elements:
    found = candidates(page, rules)
    about = services(page)
    numbers = Numbers(page, found, about)
    device = _likely_device(numbers, find_device(page, found, about, writer))
    device_at = device[1] if device else None
    ruled = find_phone(page, found, device_at)
    phone = likeliest(numbers, PHONE, ruled, barred(page, found, device_at))
    calling = (dialled(page, phone.token), phone.token.start, phone.token.end) if phone else None
    if calling is None and device and is_mobile(device[0]) and not found:
        calling = device
    calling = calling or phone_in_address(page, found, writer)
    contact = find_contact(page, found, rules, writer)
    elements = Elements(
        problem=_element(page, find_problem(page, found, contact)),
        device_number=_element(page, device),
        phone=_element(page, calling),
        contact=_element(page, contact),
    )
    return find_fields(page, rules, elements) if rules.form_fields else elements


def _likely_device(
    numbers: Numbers, ruled: tuple[str, int, int] | None
) -> tuple[str, int, int] | None:
    """Return the rules' device, or the number that is likelier; an account in words stands.

    Where the number is hardly the device, the rack that the letter names is it.
    """
    own = next((one for one in numbers.found if ruled and one.token.start == ruled[1]), None)
    best = likeliest(numbers, DEVICE, own)
    if best is None:
        return named_place(numbers.page) if own else ruled
    return best.token.value, best.token.start, best.token.end


def _contact(page: Page, writer: Address, rules: ElementRules) -> Element | None:
    return _element(page, find_contact(page, (), rules, writer))


def _element(page: Page, found: tuple[str, int, int] | None) -> Element | None:
    if found is None:
        return None
    value, start, end = found
    evidence = page.evidence(start, end) if end else value
    return Element(value, evidence or value, page.probable)
