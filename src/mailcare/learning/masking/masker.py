"""A text with names, numbers, accounts and addresses replaced, the same ones everywhere."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mailcare.learning.masking.people import other_name, other_surname
from mailcare.learning.masking.shapes import Shapes, value
from mailcare.model.letter import Address
from mailcare.triage.elements import ElementRules
from mailcare.triage.elements.candidates import candidates
from mailcare.triage.elements.contact import names_on, sender_name
from mailcare.triage.elements.names import is_full_name
from mailcare.triage.elements.numbers import Shape, tokens
from mailcare.triage.elements.page import Page, make_page
from mailcare.triage.elements.surnames import COMMON, GIVEN, NOT_NAMES, TITLES, WORDY
from mailcare.triage.text import simplify_chars

_PIECE = 10_000
"""Characters looked at at once: a page of the search for elements holds no more than twice this."""
_STOPS = "".join(sorted(set(" ,.。,、!?")))
_ROLE = re.compile(
    r"(?:no-?reply|do-?not-?reply|postmaster|mailer-daemon|daemon|root|admin|webmaster|service|info|"
    r"support|notif|news|alert|nagios|system|sales|market|bounce|list)[^@]*@",
    re.IGNORECASE,
)
"""Addresses behind which no person writes."""
_SHORTEST_NAME = 2
_NUMERAL = r"[\d〇零一二三四五六七八九十百]"
_PLACE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2})(?P<kind>路|大道|大街|街|弄|巷|新村|小区|苑|花园|公寓|大厦)"
    rf"(?P<rest>\s*(?:{_NUMERAL}+\s*(?:支弄|号楼|弄|号|室|幢|栋|单元|座|楼|层)?[\s,，、-]*)+)"
)
_ALONE = re.compile(
    r"(?:^|(?<=[\s,。;:!?、/|()\d]))(?P<word>[\u4e00-\u9fa5]{2,3})(?=$|[\s,。;:!?、/|()\d])",
    re.MULTILINE,
)
_SURNAMES = COMMON | WORDY
_PLACE_CHARS = "青松白云翠竹金桥明珠长春东风和平新华文昌古井西泉南浦北桥梅兰桂园"
_CHAT = re.compile(
    r"(?P<head>(?:qq|微信|wechat)(?:号码?)?\s*(?:[::是]\s*|(?=\d)))(?P<id>[a-z0-9_-]{5,20})",
    re.IGNORECASE,
)
"""Ids of chat programs that are too short, or too wordy, to be taken for numbers."""


class Masker:
    """Masks the texts of one export; `words` are never names, since rules look for them."""

    def __init__(
        self, shapes: Shapes, rules: ElementRules, words: frozenset[str] = frozenset()
    ) -> None:
        self._shapes = shapes
        self._rules = rules
        self._words = words

    def names(self, sender: Address | None, texts: Sequence[str]) -> list[str]:
        """Return the names of persons in a letter, longest first."""
        pages = [page for text in texts for page in _pages(text)]
        found = {name for page in pages for name in self._on(page, sender)}
        if sender and not self.keeps(sender.address):
            shown = sender.name.strip()
            found.update(
                (sender_name(sender), shown if any(shown in text for text in texts) else "")
            )
        kept = (name for name in found if len(name) >= _SHORTEST_NAME)
        return sorted(kept, key=lambda name: (-len(name), name))

    def keeps(self, address: str) -> bool:
        """Say whether an address is ours or no person's, so that it stays."""
        return address.lower() in self._rules.own_addresses or _ROLE.match(address) is not None

    def _on(self, page: Page, sender: Address | None) -> Iterator[str]:
        yield from (word for word in _alone(page) if word not in self._words)
        for named in names_on(page, candidates(page, self._rules), sender):
            name = named.value.strip(_STOPS)
            if name not in self._rules.staff_names | self._words:
                yield name

    def name(self, name: str) -> str:
        """Return the other name of a person."""
        return other_name(self._shapes, name)

    def address(self, address: Address, names: Iterable[str]) -> Address:
        """Return another address; a nickname becomes one that is no name either.

        Addresses of ours and of no person (``postmaster@``) keep what they say.
        """
        local, _, host = address.address.rpartition("@")
        if address.address.lower() in self._rules.own_addresses:
            return address
        if _ROLE.match(address.address):
            return Address(f"{local}@{self._shapes.host(host)}", address.name)
        shown = self.text(address.name, names)
        if shown == address.name and shown:
            number = next(self._shapes.choose("nickname", shown, 256))
            shown = f"user{number}" if shown.isascii() else f"用户{number}"
        return Address(self._shapes.address(address.address), shown)

    def without(self, text: str, values: Iterable[str]) -> str:
        """Return `text` without values known to be personal that have no shape of their own."""
        for one in values:
            text = text.replace(one, self._shapes.account(one))
        return text

    def text(self, text: str, names: Iterable[str]) -> str:
        """Return `text` with everything replaced that is recognised."""
        masked = "".join(self._numbers(page) for page in _pages(text)) if text else ""
        masked = _CHAT.sub(self._chat, _PLACE.sub(self._place, masked))
        for name in names:
            masked = self._without_name(masked, name)
        return masked

    def _numbers(self, page: Page) -> str:
        """Return the page's own text with its numbers, accounts and addresses replaced."""
        original, at = page.folded.original, page.folded.place(page.body_at)
        done: list[str] = []
        for token in tokens(page):
            start, end = page.folded.place(token.start), page.folded.place(token.end)
            done += [original[at:start], self._other(token.shape, original[start:end])]
            at = end
        done.append(original[at:-1])
        return "".join(done)

    def _other(self, shape: Shape, written: str) -> str:
        make = {
            Shape.ADDRESS: self._mailbox,
            Shape.DOMAIN: self._shapes.host,
            Shape.IP: self._shapes.ip,
            Shape.ACCOUNT: self._shapes.account,
            Shape.CODE: self._shapes.account,
        }
        return make.get(shape, self._shapes.number)(written)

    def _mailbox(self, written: str) -> str:
        return written if self.keeps(written) else self._shapes.address(written)

    def _chat(self, found: re.Match[str]) -> str:
        return found["head"] + self._shapes.account(found["id"])

    def _place(self, found: re.Match[str]) -> str:
        chosen = self._shapes.choose("place", found["name"], len(_PLACE_CHARS))
        name = "".join(_PLACE_CHARS[next(chosen)] for _ in found["name"])
        pieces = re.split(r"([\d〇零一二三四五六七八九]+)", found["rest"])
        return name + found["kind"] + "".join(map(self._house, pieces))

    def _house(self, piece: str) -> str:
        chosen = self._shapes.choose("house", piece, 9)
        return "".join(
            char if value(char) is None else _digit(char, 1 + next(chosen)) for char in piece
        )

    def _without_name(self, text: str, name: str) -> str:
        other = self.name(name)
        masked = text.replace(name, other)
        plain = simplify_chars(name)
        if not is_full_name(plain, sure=True):
            return masked
        surname = re.compile(rf"{name[0]}(?={TITLES})")
        return surname.sub(other_surname(self._shapes, plain[0]), masked)


def _digit(char: str, number: int) -> str:
    return str(number) if char.isascii() else "零一二三四五六七八九"[number]


def _alone(page: Page) -> Iterator[str]:
    """Yield what may be a name because it stands alone: beside a number, or near the end.

    Other than a search for the user this may be wrong: better a word replaced than a name left.
    """
    beside = {place for token in tokens(page) for place in (token.start, token.end)}
    last = page.plain.rstrip().rfind("\n") + 1
    for found in _ALONE.finditer(page.plain):
        word = found["word"]
        near = any(place in beside for place in range(found.start() - 1, found.end() + 3))
        named = word[0] in _SURNAMES or set(word[1:]) <= GIVEN
        if (near or found.start() >= last) and named and word not in NOT_NAMES:
            yield page.shown[found.start("word") : found.end("word")]


def _pages(text: str) -> Iterator[Page]:
    """Yield pages for all of a text, cut at line ends where there are any."""
    while text:
        end = len(text) if len(text) <= _PIECE else text.rfind("\n", 1, _PIECE) + 1 or _PIECE
        yield make_page("", text[:end])
        text = text[end:]
