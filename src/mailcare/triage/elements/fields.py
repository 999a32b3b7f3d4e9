"""Fields of a web form whose labels the config names."""

import re
from functools import cache

from mailcare.model.judgement import Element, ElementName, Elements
from mailcare.triage.elements.naming import is_empty, name_here
from mailcare.triage.elements.numbers import CALLABLE, tokens
from mailcare.triage.elements.page import Page, make_page
from mailcare.triage.elements.rules import ElementRules
from mailcare.triage.text import fold, simplify_chars


def find_fields(page: Page, rules: ElementRules, elements: Elements) -> Elements:
    """Return `elements` with what the form's own fields say, which outweighs any guess."""
    told: dict[str, Element] = {}
    for label, name in rules.form_fields.items():
        value = _field(page, label)
        element = _element(name, value, page) if value else None
        if element:
            told[name.value] = element
    chances = {name: one for name, one in elements.chances.items() if name.value not in told}
    either = [told.get(name.value) or elements.get(name) for name in ElementName]
    return Elements(*either, chances=chances)


def _field(page: Page, label: str) -> str:
    """Return what stands behind `label` on its line, or on the next one if that is empty."""
    match = _behind(label).search(page.plain)
    if not match:
        return ""
    return page.shown[match.start("value") : match.end("value")].strip(" \t|*")


@cache
def _behind(label: str) -> re.Pattern[str]:
    wanted = re.escape(simplify_chars(fold(label).text).lower())
    return re.compile(rf"(?m)^[ \t|*\[]*{wanted}[ \t\]]*[:|\t=][ \t]*\n?(?P<value>[^\n]*)")


_AFTER_NAME = re.compile(r"[(\[（|,，;；/]|[ \t]{2,}|[ \t]*(?:电话|手机|\d{5})")


def _name_in(value: str) -> str:
    """Return the name at the head of a field that holds more: 王芳(办公室) 手机…."""
    page = make_page("", value)
    first = _AFTER_NAME.split(value, maxsplit=1)[0].strip()
    starts = (
        1,
        *(
            gap.end()
            for gap in re.finditer(r"(?<=[\u4e00-\u9fa5])[ ](?=[\u4e00-\u9fa5])", page.plain)
        ),
    )
    for start in starts:
        for named in name_here(page, start, _SURE, sure=True):
            return named.value
    return first or value


_GAP = re.compile(r"(?<=[\u4e00-\u9fa5])[ ](?=[\u4e00-\u9fa5])")
_SURE = 100
"""The score of a labelled name."""


def _element(name: ElementName, value: str, page: Page) -> Element | None:
    if name is ElementName.CONTACT:
        if is_empty(value):
            return None
        return Element(_name_in(value), value, page.probable)
    if name is not ElementName.PHONE:
        compact = name is ElementName.DEVICE_NUMBER
        return Element("".join(value.split()) if compact else value, value, page.probable)
    numbers = [token for token in tokens(make_page("", value)) if token.shape in CALLABLE]
    return Element(numbers[0].digits, value, page.probable) if numbers else None
