"""The four elements of one letter."""

from mailcare.model.judgement import Element, Elements
from mailcare.model.letter import Message
from mailcare.triage.elements.candidates import candidates
from mailcare.triage.elements.contact import find_contact
from mailcare.triage.elements.device import find_device
from mailcare.triage.elements.page import Page, make_page
from mailcare.triage.elements.phone import find_phone
from mailcare.triage.elements.problem import find_problem
from mailcare.triage.elements.rules import ElementRules
from mailcare.triage.elements.service import services


def find_elements(message: Message, rules: ElementRules) -> Elements:
    """Return the elements of `message`; absent ones are None.

    Pure and fast. `Element.value` follows the corpus' conventions (device number: narrow, without
    spaces, as written else; phone: digits and a leading +, no extension; contact: as written).
    `Element.probable` marks what stands only in forwarded or quoted mail.
    """
    page = make_page(message.subject, message.own_text, message.signature)
    return _of_page(page, message, rules)


def _of_page(page: Page, message: Message, rules: ElementRules) -> Elements:
    found = candidates(page, rules)
    about = services(page.plain[: page.body_at], page.plain[page.body_at :])
    device = find_device(page, found, about, message.from_)
    phone = find_phone(page, found, device[1] if device else None)
    contact = find_contact(page, found, rules, message.from_)
    problem = find_problem(page, found)
    return Elements(
        problem=_element(page, problem),
        device_number=_element(page, device),
        phone=_element(page, (phone.token.digits, phone.token.start, phone.token.end))
        if phone
        else None,
        contact=_element(page, contact),
    )


def _element(page: Page, found: tuple[str, int, int] | None) -> Element | None:
    if found is None:
        return None
    value, start, end = found
    return Element(value, page.evidence(start, end), page.probable)
