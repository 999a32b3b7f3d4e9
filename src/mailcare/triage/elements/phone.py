"""Where the user can be reached by telephone."""

import re

from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.elements.dead import is_dead
from mailcare.triage.elements.labels import Role
from mailcare.triage.elements.numbers import Shape
from mailcare.triage.elements.page import Page

_BY_LABEL = {Role.CONTACT: 5, Role.LINE: 4, Role.BARE: 3, Role.OWN: 2, Role.DEVICE: 1}
_USE_MOBILE = re.compile(
    r"(?:打|拨|联系|找)(?:我)?(?:的)?手机|手机联系|(?:call|ring|use|on) (?:me on )?my (?:mobile|cell)"
)
_USE_FIXED = re.compile(
    r"(?:打|拨|联系)(?:我)?(?:的)?(?:家里|家|办公室|单位|公司|座机|固话|办公)(?:的)?(?:电话|座机)?|"
    r"(?:call|ring|use) (?:me at )?(?:my |the )?(?:office|home|landline|desk)"
)


def find_phone(page: Page, found: tuple[Candidate, ...], device_at: int | None) -> Candidate | None:
    """Return the number where the user can be reached, or None.

    What is said to be for contact goes first, the service's own number (which stands at
    `device_at`) last, and only if the line is not dead.
    """
    able = [one for one in found if one.callable and one.role in _BY_LABEL]
    ranked = sorted(able, key=lambda one: (-_rank(page, one), one.token.start == device_at))
    return next((one for one in ranked if not _is_dead(page, one, device_at)), None)


def _rank(page: Page, one: Candidate) -> int:
    rank = _BY_LABEL[one.role] * 2
    mobile = one.token.shape is Shape.MOBILE
    if _USE_MOBILE.search(page.plain):
        rank += 5 if mobile else 0
    elif _USE_FIXED.search(page.plain):
        rank += 0 if mobile else 5
    return rank


def _is_dead(page: Page, one: Candidate, device_at: int | None) -> bool:
    if one.role is Role.CONTACT:
        return False
    return is_dead(page, one.token, is_device=one.token.start == device_at)
