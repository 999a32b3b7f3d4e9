"""Fit the weights that tell phone, device number and contact (elements/likely.json).

``python bench/roles.py FOLDER …`` takes labelled folders (as `mailcare evaluate` does), the short
letters of tests/letters/short and the variants. With ``--try`` nothing is written: each set is
judged by weights fitted to the others alone.

What the rules chose says much, but only on letters that nobody had read when they were written. So
tests/letters/first_sight.jsonl keeps what they chose when they first met a set; in other sets part
of what the choice says is put down to the rules' having been made with them.
``--remember NAME FOLDER`` adds a new set's first sight.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from choosing import Choice, fit
from likely import is_number, letters, variants
from mailcare.config import load
from mailcare.learning.compare import narrow
from mailcare.model.letter import Address, Message
from mailcare.resources import shipped
from mailcare.triage import compile_rules
from mailcare.triage.elements import likely, likelynames, opinion
from mailcare.triage.elements.candidates import Candidate, candidates
from mailcare.triage.elements.contact import find_contact, names_on
from mailcare.triage.elements.find import answers
from mailcare.triage.elements.naming import Named
from mailcare.triage.elements.page import make_page
from mailcare.triage.elements.roles import Role
from mailcare.triage.elements.service import services
from mailcare.triage.elements.surroundings import Surroundings
from owned import Crossed

_LETTERS = Path(__file__).parents[1] / "tests/letters"
_SIGHT, _SHORT = _LETTERS / "first_sight.jsonl", _LETTERS / "short"
_RULES = compile_rules(load(shipped("config.example.toml")), "vas").elements
_NAMES = (likely.PHONE, likely.DEVICE, likely.CONTACT)
_RIDGES = {likely.PHONE: 2.0, likely.DEVICE: 2.0, likely.CONTACT: 1.0}
"""How dear large weights are."""
_NOT_TOLD = "*"
_SPOKEN = "variants"
"""They say how things are meant: what the rules chose there counts in full."""
_OF_RULES = ("ruled", "score", "top score", "spotted")
_OF_OWNERS = "owner "
_UNOWNED = 0.25
"""What a letter counts as if nobody had an opinion whose business it is."""
_TUNED = "tuned "
"""Before a sign of what the rules chose in letters that they had been made with."""
_NOTHING = 0.02
"""Weights below say nothing."""
_VARIANTS, _SHORTS = 3.0, 0.7
"""What one of them counts, beside a whole letter."""

Label = Mapping[str, Any]
Sight = Mapping[str, Any]


@dataclass(frozen=True)
class Letter:
    """A labelled letter, and what the rules saw in it at first, if that is known."""

    name: str
    message: Message
    label: Label
    sight: Sight | None
    weight: float = 1.0
    owners: Mapping[str, float] = field(default_factory=dict)
    """How likely it is whose business, by an opinion that hasn't read it."""


def main(*arguments: str) -> None:
    """Fit the weights, or try them, or remember what the rules see in a new set."""
    folders = [Path(one) for one in arguments if not one.startswith("--")]
    if "--remember" in arguments:
        _remember(str(folders[0]), folders[1])
        return
    sets = {str(folder): list(_of_folder(folder)) for folder in folders}
    sets |= {file.stem: list(_of_short(file)) for file in sorted(_SHORT.glob("*.jsonl"))}
    opinions = Crossed(folders)
    sets = {name: [_owned(opinions, name, one) for one in them] for name, them in sets.items()}
    sets["variants"] = [
        Letter(_SPOKEN, message, label, None, _VARIANTS) for _, message, label in variants()
    ]
    choices = {name: {s: list(_choices(name, them)) for s, them in sets.items()} for name in _NAMES}
    if "--try" in arguments:
        _try(choices)
        return
    fitted = {name: _fit(by_set.values(), _RIDGES[name]) for name, by_set in choices.items()}
    text = json.dumps(fitted, ensure_ascii=False, sort_keys=True, indent=0)
    likely.FILE.write_text(text + "\n", encoding="utf-8")


def _owned(opinions: Crossed, name: str, letter: Letter) -> Letter:
    return replace(letter, owners=opinions.shares(name, letter.message))


@cache
def _sights() -> Mapping[str, Sight]:
    lines = _SIGHT.read_text(encoding="utf-8").splitlines() if _SIGHT.exists() else []
    return {sight["letter"]: sight for sight in map(json.loads, lines)}


def _of_folder(folder: Path) -> Iterator[Letter]:
    for name, message, label in letters(folder):
        if label["scope"] != "not_complaint":
            sight = _sights().get(f"{folder.name}/{label['file']}")
            yield Letter(name, message, label, sight)


def _of_short(file: Path) -> Iterator[Letter]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        label = json.loads(line)
        name = f"{file.stem}/{number}"
        yield Letter(name, short(label), label, _sights().get(name), _SHORTS)


def short(label: Label) -> Message:
    """Return the letter of a line of tests/letters/short."""
    sender = Address("u@user.example", label["from_name"])
    text, subject = label["text"], label.get("subject", "")
    return Message(subject=subject, text=text, own_text=text, from_=sender)


def _choices(name: str, them: Iterable[Letter]) -> Iterator[Choice]:
    for letter in them:
        wanted = letter.label[name]
        if wanted == _NOT_TOLD:
            continue
        options, right = _OPTIONS[name](letter, wanted or None)
        if options and (any(right) or not wanted):
            yield Choice(letter.name, tuple(options), tuple(right), letter.weight)


def _numbers(letter: Letter) -> likely.Numbers:
    message, sight = letter.message, letter.sight
    page = make_page(message.subject, answers(message.own_text), message.signature)
    found, about, writer = candidates(page, _RULES), services(page), message.from_
    surroundings = Surroundings(page)
    if sight is None:
        rulings = opinion.rule(page, found, about, writer)
    else:
        found = tuple(_as_seen(one, sight) for one in found)
        device = sight["device"] and tuple(sight["device"])
        rulings = opinion.Rulings(device, sight["phone"], frozenset(sight["barred"]))
    return opinion.gather(surroundings, found, about, rulings, writer)


def _as_seen(one: Candidate, sight: Sight) -> Candidate:
    role = sight["roles"].get(str(one.token.start), one.role.name)
    return replace(one, role=Role[role])


def _of_numbers(element: str) -> "Options":
    def options(letter: Letter, wanted: str | None) -> tuple[list[tuple[str, ...]], list[bool]]:
        numbers = _numbers(letter)
        if element == likely.DEVICE:
            numbers = replace(numbers, owners=letter.owners)
        may_be = [
            at for at, one in enumerate(numbers.found) if element == likely.DEVICE or one.callable
        ]
        phone = element == likely.PHONE
        right = [is_number(numbers.found[at], wanted, digits=phone) for at in may_be]
        return [_signs(letter, likely.signs(numbers, at)) for at in may_be], right

    return options


def _of_names(letter: Letter, wanted: str | None) -> tuple[list[tuple[str, ...]], list[bool]]:
    numbers = _numbers(letter)
    found, sender = numbers.found[: numbers.told], letter.message.from_
    page, sight = numbers.page, letter.sight
    if sight is None:
        named = list(names_on(page, found, sender))
        ruled = find_contact(page, found, _RULES, sender)
    else:
        named = [Named(score, value, start, end) for value, start, end, score in sight["names"]]
        ruled = sight["contact"] and tuple(sight["contact"])
    writer = likelynames.Writer(sender, _RULES)
    names = likelynames.gather(numbers.surroundings, found, named, ruled, writer)
    right = [wanted is not None and narrow(one.value) == narrow(wanted) for one in names.found]
    places = range(len(names.found))
    return [_signs(letter, likelynames.signs(names, at)) for at in places], right


def _signs(letter: Letter, signs: Iterable[str]) -> tuple[str, ...]:
    every = dict.fromkeys(signs)
    if letter.sight is not None or letter.name == _SPOKEN:
        return tuple(every)
    tuned = (_TUNED + one for one in every if one.startswith(_OF_RULES))
    return (*every, *tuned)


Options = Callable[[Letter, str | None], tuple[list[tuple[str, ...]], list[bool]]]
_OPTIONS: Mapping[str, Options] = {
    likely.PHONE: _of_numbers(likely.PHONE),
    likely.DEVICE: _of_numbers(likely.DEVICE),
    likely.CONTACT: _of_names,
}


def scale(sign: str) -> float:
    """Return how much a sign of this kind may say: single letters less than what was counted."""
    return 0.5 if sign.startswith(("<", ">", "cue ")) else 1.0


def _fit(sets: Iterable[Iterable[Choice]], ridge: float) -> Mapping[str, float]:
    every = [one for them in sets for one in them]
    fitted = fit([part for one in every for part in _with_and_without(one)], scale, ridge)
    kept = ((sign, round(weight, 2)) for sign, weight in fitted.items())
    return {
        sign: weight
        for sign, weight in kept
        if abs(weight) >= _NOTHING and not sign.startswith(_TUNED)
    }


def _with_and_without(one: Choice) -> Iterator[Choice]:
    """Yield a choice by all its signs, and by those that letters to other units have, too."""
    bare = tuple(tuple(s for s in option if not s.startswith(_OF_OWNERS)) for option in one.options)
    if bare == one.options:
        yield one
        return
    yield replace(one, weight=one.weight * (1 - _UNOWNED))
    yield replace(one, options=bare, weight=one.weight * _UNOWNED)


def _try(choices: Mapping[str, Mapping[str, list[Choice]]]) -> None:
    for name, by_set in choices.items():
        for folder, them in by_set.items():
            others = (by_set[other] for other in by_set if other != folder)
            weights = _fit(others, _RIDGES[name])
            right = sum(_is_right(weights, one) for one in them)
            print(
                f"{right / max(1, len(them)):6.1%} of {len(them):4} {name} in {folder}", flush=True
            )


def _is_right(weights: Mapping[str, float], one: Choice) -> bool:
    sums = [sum(weights.get(sign, 0.0) for sign in option) for option in one.options]
    shares = opinion.shared(sums)
    best = max(range(len(shares)), key=shares.__getitem__)
    return one.right[best] if best < len(one.right) else not any(one.right)


def _remember(name: str, folder: Path) -> None:
    """Add what the rules see in a set that they were not made with."""
    them = _of_short(folder) if folder.suffix == ".jsonl" else _of_folder(folder)
    with _SIGHT.open("a", encoding="utf-8") as file:
        for letter in them:
            key = letter.name if folder.suffix else f"{name}/{letter.label['file']}"
            file.write(json.dumps(_sight(key, letter), ensure_ascii=False) + "\n")


def _sight(key: str, letter: Letter) -> Sight:
    message = letter.message
    page = make_page(message.subject, answers(message.own_text), message.signature)
    found, sender = candidates(page, _RULES), message.from_
    rulings = opinion.rule(page, found, services(page), sender)
    names = [
        [one.value, one.start, one.end, one.score]
        for one in names_on(page, found, sender)
        if one.value not in _RULES.staff_names
    ]
    return {
        "letter": key,
        "roles": {str(one.token.start): one.role.name for one in found},
        "device": rulings.device,
        "phone": rulings.phone,
        "barred": sorted(rulings.barred),
        "contact": find_contact(page, found, _RULES, sender),
        "names": names,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
