"""What problems are about, as concepts, and how much of each a letter holds.

The vocabulary is concepts.toml's; what a concept says about the category is weights.toml's, which
``make weights`` fits to labelled letters.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mailcare.model.judgement import Category, Kind
from mailcare.triage.expressions import Bundle, Expression, Register
from mailcare.triage.words import Words

A_FEW_WORDS, NEXT_TO_NONE = 40, 15
"""Characters of a body that leaves the problem to the subject; of one that says nothing."""
AT_MOST = 3
"""Findings of one concept that count."""
REPEAT = 0.5
SUBJECT = 1.2
"""What a concept in the subject counts besides."""

_LABEL = (
    r"(?:我的|本人|用户|客户|联系)?(?:联系|姓名|称呼|地址|住址|装机地址|邮编|电话|手机|座机|固话|"
    r"传真|e-?mail|邮箱地址|电子邮件|qq|微信|公司|单位|tel|phone|mobile|cell|fax|address|name|账号|"
    r"帐号|号码|卡号|设备号码?|机主|户名|订单号?|发件人|收件人|发送时间|提交时间|来自|ip|时间|日期)"
)
_CONTACT = re.compile(
    rf"^[ \t]*{_LABEL}[^:\n]{{0,8}}[:\t].*$|"
    r"(?:联系|办公|家庭|宅)?(?:电话|手机|号码|tel|账号|帐号|卡号)\s*(?:[:是为]|号码)?\s*"
    r"(?=\+?[\d(])",
    re.MULTILINE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]{3}")
_CONCEPTS = Register(8)


@dataclass(frozen=True, slots=True)
class Concept:
    """What letters speak about, in Chinese and in English words."""

    name: str
    chinese: Expression | None
    english: Expression | None

    def count(self, text: str, *, han: bool, latin: bool) -> int:
        """Count its findings, AT_MOST of each language."""
        wanted = ((self.chinese, han), (self.english, latin))
        return sum(pattern.count(text, AT_MOST) for pattern, has in wanted if pattern and has)


@cache
def concepts() -> tuple[Concept, ...]:
    """Return the shipped concepts, compiled."""
    data = tomllib.loads(_shipped("concepts.toml"))
    ask = f"(?:{'|'.join(data['asking'])})"
    return tuple(
        Concept(name, _compile(one.get("zh"), ask), _compile(one.get("en"), ask))
        for name, one in data["concepts"].items()
    )


@cache
def weights() -> Mapping[str, Mapping[Category, float]]:
    """Return what each concept and each other sign says for each category."""
    return {
        name: {Category(category): float(weight) for category, weight in one.items()}
        for name, one in tomllib.loads(_shipped("weights.toml")).items()
    }


def measure(words: Words, kind: Kind, *, has_problem: bool) -> Iterator[tuple[str, float]]:
    """Yield the signs that the letter holds, by the names of weights.toml, and their amounts."""
    yield "always", 1.0
    yield kind.value, 1.0
    body, subject = _CONTACT.sub(" ", words.body), words.subject
    signs = {
        "no_problem": not has_problem,
        "brief": len(words.body) < A_FEW_WORDS,
        "next_to_none": len(words.body) < NEXT_TO_NONE,
    }
    yield from ((name, 1.0) for name, holds in signs.items() if holds)
    found = list(_found(body, subject))
    yield from found or [("nothing_known", 1.0)]


def _found(body: str, subject: str) -> Iterator[tuple[str, float]]:
    script = {"han": _HAN, "latin": _LATIN}
    of_body = {name: bool(pattern.search(body)) for name, pattern in script.items()}
    of_subject = {name: bool(pattern.search(subject)) for name, pattern in script.items()}
    in_body, in_subject = _may_hold(body), _may_hold(subject) if subject else frozenset()
    for at in sorted(in_body | in_subject):
        concept = concepts()[at]
        count = min(concept.count(body, **of_body), AT_MOST) if at in in_body else 0
        amount = 1 + REPEAT * (count - 1) if count else 0.0
        if at in in_subject and concept.count(subject, **of_subject):
            amount += SUBJECT
        if amount:
            yield concept.name, amount


def _may_hold(text: str) -> frozenset[int]:
    """Return the places of the concepts that `text` may hold."""
    bundle, places = _bundle()
    return frozenset(places[at] for at in bundle.may_match(text))


@cache
def _bundle() -> tuple[Bundle, Sequence[int]]:
    """Return what the concepts are looked for by, and the place of each one's concept."""
    patterns = [
        (pattern, at)
        for at, one in enumerate(concepts())
        for pattern in (one.chinese, one.english)
        if pattern
    ]
    return Bundle([one for one, _at in patterns], _CONCEPTS), [at for _one, at in patterns]


def _shipped(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _compile(texts: list[str] | None, ask: str) -> Expression | None:
    if not texts:
        return None
    return Expression("|".join(texts).replace("<ask>", ask), register=_CONCEPTS)
