"""The four necessary data and the user's problem, as they are shown."""

import re
import unicodedata

from mailcare.correspondence.compose import one_line
from mailcare.correspondence.labels import (
    ASKED,
    ELEMENTS,
    NOT_GIVEN,
    PROBABLE,
    enumerate_words,
    say,
)
from mailcare.model.judgement import Element, ElementName, Elements, Language

_PROBLEM_SHORT = 40
_SUBJECT = 60
_VALUE = 1000
_WHOLE = 4000
_LINK = re.compile(r"(?:https?://|www\.)[\x21-\x7e]+", re.IGNORECASE)
_REPLY_MARK = re.compile(
    r"^(?:(?:re|fw|fwd|aw|回复|回覆|答复|答覆|转发|轉發)\s*(?:\[\d+\])?\s*[:\uff1a]\s*)+",
    re.IGNORECASE,
)
_TAG = re.compile(r"\[[A-Za-z0-9_]+-\d{6}-\d+#[a-z2-7]+\]")
_KEPT = 4
_CLAUSE = re.compile(r"[^,;!?。,\uff0c\uff1b\uff01\uff1f]+[,;!?。,\uff0c\uff1b\uff01\uff1f]*\s*")
_STOPS = "。.,;:!? \uff0c\uff1b\uff1a\uff01\uff1f"


def table(elements: Elements, language: Language) -> str:
    """Return the elements as a table in plain text, the missing ones marked."""
    labels = {name: say(ELEMENTS[name], language) for name in ElementName}
    width = max(_columns(label) for label in labels.values())
    return "\n".join(
        f"{_pad(labels[name], width)} | {_shown(elements.get(name), language)}"
        for name in ElementName
    )


def cells(elements: Elements, language: Language) -> tuple[tuple[str, str], ...]:
    """Return label and value of each element, as the rows of a table; line ends are kept."""
    return tuple(
        (say(ELEMENTS[name], language), _shown(elements.get(name), language, whole=True))
        for name in ElementName
    )


def asked(missing: tuple[ElementName, ...], language: Language) -> str:
    """Return the missing elements as they are asked for in a sentence."""
    return enumerate_words([say(ASKED[name], language) for name in missing], language)


def problem_short(elements: Elements, subject: str) -> str:
    """Return the problem in one line; without links: our reply must not carry them onward.

    The user's own subject, where it says what the problem says; else how the problem begins.
    """
    problem = elements.problem.value if elements.problem else ""
    title = subject_short(subject)
    short = title if _says_the_same(title, problem) else _beginning(_LINK.sub("", problem))
    return one_line(short or title, _PROBLEM_SHORT).strip(_STOPS).replace('"', "'")


def _says_the_same(title: str, problem: str) -> bool:
    """Half of what the title says stands in the problem too: 投诉 or 你好 alone says nothing."""
    said, meant = _notions(title), _notions(problem)
    return len(said) > 1 and len(title) <= _PROBLEM_SHORT and 2 * len(said & meant) >= len(said)


def _notions(text: str) -> set[str]:
    """Return words of Latin letters, and characters by twos."""
    words = set(re.findall(r"[a-z]{3,}", text.lower()))
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", text)
    return words | {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def _beginning(problem: str) -> str:
    """Return as many whole clauses as fit; all of it where not even the first does."""
    clauses = _CLAUSE.findall(one_line(problem))
    taken = ""
    for clause in clauses:
        if len(taken) + len(clause) > _PROBLEM_SHORT:
            break
        taken += clause
    return taken or problem


def subject_short(subject: str) -> str:
    """Return the user's subject without ``Re:``, tags of ours and links, in one short line."""
    return one_line(_REPLY_MARK.sub("", _LINK.sub("", _TAG.sub("", one_line(subject)))), _SUBJECT)


def masked(phone: str) -> str:
    """Return `phone` so that its owner knows it again and nobody else can call it."""
    digits = re.sub(r"\D", "", phone)
    hidden = max(len(digits) - 3 - _KEPT, _KEPT)
    return f"{digits[: max(len(digits) - hidden - _KEPT, 0)]}{'x' * hidden}{digits[-_KEPT:]}"


def problem_language(elements: Elements, given: Language) -> Language:
    """Return the language to answer in: a mixed letter is answered in that of its problem."""
    if given is not Language.MIXED:
        return given
    problem = elements.problem.value if elements.problem else ""
    letters = sum(c.isascii() and c.isalpha() for c in problem)
    characters = sum("\u4e00" <= c <= "\u9fff" for c in problem)
    # a Chinese character says about as much as three letters
    return Language.EN if letters > 3 * characters else Language.ZH


def _shown(element: Element | None, language: Language, *, whole: bool = False) -> str:
    if element is None:
        return say(NOT_GIVEN, language)
    value = element.value.strip()[:_WHOLE] if whole else one_line(element.value, _VALUE)
    return f"{value} {say(PROBABLE, language)}" if element.probable else value


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(label: str, width: int) -> str:
    """Fill with wide spaces first: in most fonts only they are as wide as a character."""
    short = width - _columns(label)
    wide = short // 2 if not label.isascii() else 0
    return label + "\u3000" * wide + " " * (short - 2 * wide)
