"""What a name looks like, as signs for the learnt opinion."""

from collections.abc import Iterator

from mailcare.triage.elements.names import (
    is_familiar,
    is_full_english,
    is_full_name,
    is_parent,
    is_pinyin,
    is_titled,
)
from mailcare.triage.elements.surnames import (
    COMMON,
    COMPOUND,
    GIVEN,
    HARDLY_GIVEN,
    NEVER_GIVEN,
    NOT_NAMES,
    WORDY,
)

_TWO = 2


def forms(shown: str, plain: str) -> Iterator[str]:
    """Yield what is seen of a name as written, and simplified."""
    if "\u4e00" <= shown[0] <= "\u9fa5":
        yield from _chinese(plain)
        return
    han = any("\u4e00" <= char <= "\u9fa5" for char in shown)
    yield f"form latin {len(shown.split())} {han}"
    if is_full_english(shown):
        yield "form full english"
    if is_pinyin(shown):
        yield "form pinyin"
    if shown.islower() or shown.isupper():
        yield "form one case"


def _chinese(plain: str) -> Iterator[str]:
    yield f"form han {len(plain)}"
    if is_titled(plain):
        yield from (f"form titled {plain[-2:]}", "form titled")
        return
    if is_familiar(plain):
        yield "form familiar"
    if is_parent(plain):
        yield "form parent"
    if len(plain) == _TWO and plain[0] == plain[1]:
        yield "form doubled"
    if is_full_name(plain, sure=False):
        yield "form full"
    elif is_full_name(plain, sure=True):
        yield "form full if sure"
    yield from _characters(plain)


def _characters(plain: str) -> Iterator[str]:
    surname = _surname(plain)
    yield from (f"form surname {surname}", f"form surname {surname} {len(plain)}")
    rest = plain[_TWO if surname == "compound" else 1 :]
    yield f"form given {sum(char in GIVEN for char in rest)} of {len(rest)}"
    if not NEVER_GIVEN.isdisjoint(plain):
        yield "form never given"
    if not HARDLY_GIVEN.isdisjoint(plain):
        yield "form hardly given"
    if plain in NOT_NAMES:
        yield "form word"


def _surname(plain: str) -> str:
    if plain[:_TWO] in COMPOUND:
        return "compound"
    if plain[0] in COMMON:
        return "common"
    return "wordy" if plain[0] in WORDY else "none"
