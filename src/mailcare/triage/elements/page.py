"""One text of a letter, in the parallel copies that the search works on."""

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from string import ascii_lowercase, ascii_uppercase

from mailcare.triage.expressions import Expression
from mailcare.triage.text import Folded, exchange, fold, narrow_digits, simplify_chars

_HEAD, _TAIL, _SUBJECT = 16_000, 4_000, 500
Words = re.Pattern[str] | Expression

_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_BRACKETS = str.maketrans("【】〔〕〖〗「」『』“”‘’", '[][][]""""""\'\'')
_SPACED_LABEL = re.compile(r"(?m)^ *[\u4e00-\u9fa5](?: +[\u4e00-\u9fa5]){1,3}(?= *[:\t|])")
_DASH_ONE = re.compile(r"(?<=\d)一(?=\d)")
_SENTENCE = re.compile(r"[。!?;\n]|(?<=[a-z])\. ")
_CLAUSE = re.compile(r"[,。!?;\n]|(?<=[a-z])\. ")


@dataclass(frozen=True, slots=True)
class Page:
    """A text in three copies of one length, so that a place in one is the same place in all."""

    shown: str
    """Folded: full width made narrow, else as written."""
    plain: str
    """Simplified and lower case: labels and words are looked for here."""
    digits: str
    """As shown, but with Chinese digits made 0–9: numbers are looked for here."""
    folded: Folded
    body_at: int = 0
    """Where the body starts, below the subject's line."""
    signature_at: int = 0
    """Where the signature card starts; the end of the text if there is none."""
    probable: bool = False
    """Whether it is forwarded or earlier mail."""
    _counts: dict[Words, int] = field(default_factory=dict, compare=False, repr=False)
    _answers: dict[Hashable, bool] = field(default_factory=dict, compare=False, repr=False)

    def count(self, words: Words) -> int:
        """Return how often `words` stand on the page; asked for each number, looked up once."""
        if words not in self._counts:
            self._counts[words] = sum(1 for _ in words.finditer(self.plain))
        return self._counts[words]

    def count_in_subject(self, words: Words) -> int:
        """Return how often `words` stand in the subject."""
        return sum(1 for _ in words.finditer(self.plain, 0, self.body_at))

    def count_in_body(self, words: Words) -> int:
        """Return how often `words` stand below the subject."""
        return sum(1 for _ in words.finditer(self.plain, self.body_at))

    def once(self, question: Hashable, answer: Callable[[], bool]) -> bool:
        """Return the answer to a question that is asked again and again, found once."""
        if question not in self._answers:
            self._answers[question] = answer()
        return self._answers[question]

    def evidence(self, start: int, end: int) -> str:
        """Return the clause or line around [start, end), in the letter's own words."""
        left, right = clause_bounds(self.plain, start, end)
        return " ".join(self.folded.slice(left, right).split())

    def line(self, start: int) -> tuple[int, int]:
        """Return where the line that holds `start` begins and ends."""
        end = self.plain.find("\n", start)
        return self.plain.rfind("\n", 0, start) + 1, len(self.plain) if end < 0 else end


def clause_bounds(plain: str, start: int, end: int, reach: int = 60) -> tuple[int, int]:
    """Return the clause around [start, end), at most `reach` characters either side."""
    left = max(0, start - reach)
    for boundary in _CLAUSE.finditer(plain, left, start):
        left = boundary.end()
    after = _CLAUSE.search(plain, end, end + reach)
    return left, after.start() if after else min(len(plain), end + reach)


_MOST = 200


def matches(words: Words, text: str) -> Iterator[re.Match[str]]:
    """Yield where `words` stand in `text`, the first ones only: nobody names himself so often."""
    return islice(words.finditer(text), _MOST)


_STOP = re.compile(r"[。!?;]|(?<=[a-z])\. ")
_WORDS = re.compile(r"[^\W\d_]")
_LONGEST_CLOSING, _MOST_WORDS = 120, 30


def closes(page: Page, at: int) -> bool:
    """Say whether nothing but names, numbers, a date or a place follows `at` in the letter."""
    rest = page.plain[at : page.signature_at].strip(" \t\n。.!")
    if len(rest) > _LONGEST_CLOSING or _STOP.search(rest):
        return False
    return len(_WORDS.findall(rest)) <= _MOST_WORDS


def sentence_bounds(plain: str, start: int, end: int, reach: int = 120) -> tuple[int, int]:
    """Return the sentence around [start, end), at most `reach` characters either side."""
    left = max(0, start - reach)
    for boundary in _SENTENCE.finditer(plain, left, start):
        left = boundary.end()
    after = _SENTENCE.search(plain, end, end + reach)
    return left, after.start() if after else min(len(plain), end + reach)


def make_page(subject: str, body: str, signature: str = "", *, probable: bool = False) -> Page:
    """Return the page of a letter's texts, one below the other.

    Very long texts are cut in the middle: who writes 20,000 characters names himself early or late.
    """
    head = " ".join(subject[:_SUBJECT].split()) + "\n"
    card = _cut(signature)
    folded = fold(f"{head}{_cut(body)}\n{card}")
    shown = _DASH_ONE.sub("-", folded.text)
    return Page(
        shown=shown,
        plain=_SPACED_LABEL.sub(_squeeze, _simplified(shown)),
        digits=narrow_digits(shown),
        folded=folded,
        body_at=len(fold(head).text),
        signature_at=len(folded.text) - len(fold(card).text),
        probable=probable,
    )


def _simplified(shown: str) -> str:
    chars = "".join(set(shown))
    plain = simplify_chars(chars).translate(_LOWER).translate(_BRACKETS)
    return exchange(shown, {char: to for char, to in zip(chars, plain, strict=True) if char != to})


def _cut(text: str) -> str:
    if len(text) <= _HEAD + _TAIL:
        return text
    return f"{text[:_HEAD]}\n{text[-_TAIL:]}"


def _squeeze(label: re.Match[str]) -> str:
    """Move the blanks inside a label such as ``姓  名`` behind it, keeping the length."""
    bare = label[0].replace(" ", "")
    behind = label.string[label.end() : label.end() + 3].lstrip(" ")
    if behind.startswith("|") and bare not in _LABELS:
        return label[0]
    return bare.ljust(len(label[0]))


_LABELS = frozenset(
    {"姓名", "电话", "手机", "地址", "账号", "帐号", "户名", "内容", "邮箱", "号码", "联系人"}
)
"""Before a bar may also stand a name written with blanks."""
