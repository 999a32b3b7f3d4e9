"""The numbers of a page with what is said of them, cleared of what is nobody's."""

from dataclasses import dataclass
from functools import cache
from itertools import islice

from mailcare.triage.elements.labels import said_of
from mailcare.triage.elements.numbers import CALLABLE, Shape, Token, is_hotline, subscriber, tokens
from mailcare.triage.elements.page import Page
from mailcare.triage.elements.roles import Role
from mailcare.triage.elements.rules import ElementRules

_MOST = 60
"""A letter with more numbers than this holds a list; the user's own stand before it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may be the user's, and what the letter says of it."""

    token: Token
    role: Role
    label: str

    @property
    def callable(self) -> bool:
        """Whether it has the shape of a telephone number."""
        return self.token.shape in CALLABLE


def candidates(page: Page, rules: ElementRules) -> tuple[Candidate, ...]:
    """Return the numbers of `page` that are not ours, in their order."""
    found: list[Candidate] = []
    before: Token | None = None
    for token in islice(tokens(page), _MOST):
        said = said_of(page, token, before)
        role = _inherited(page, token, found[-1:]) if said.role is Role.BARE else said.role
        before = token
        if not _is_ours(token, rules):
            found.append(Candidate(token, role, said.words))
    return tuple(found)


def _inherited(page: Page, token: Token, before: list[Candidate]) -> Role:
    """Return the role of the number just before, if the two are joined (电话 A、B; A/B)."""
    for last in before:
        joined = page.plain[last.token.end : token.start].strip() in _JOINTS
        if joined and not (last.role is Role.NOT and token.shape is Shape.MOBILE):
            return last.role
    return Role.BARE


_JOINTS = frozenset({"、", "/", "或", "和", "及", "&", "or", "and", "或者"})


def _is_ours(token: Token, rules: ElementRules) -> bool:
    if token.shape is Shape.DOMAIN and rules.serves_all(token.value):
        return True
    if token.shape in (Shape.ADDRESS, Shape.DOMAIN):
        return rules.is_ours(token.value)
    digits = token.digits
    if token.shape in CALLABLE or token.shape is Shape.RUN:
        return is_hotline(digits) or subscriber(digits, rules.area_code) in _subscribers(
            rules.own_numbers, rules.area_code
        )
    return False


@cache
def _subscribers(numbers: frozenset[str], area_code: str) -> frozenset[str]:
    digits = ("".join(filter(str.isdecimal, number)) for number in numbers)
    return frozenset(subscriber(number, area_code) for number in digits)
