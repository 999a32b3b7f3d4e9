"""Fit the weights of second opinions to labelled letters: likeness, numbers, categories.

``python bench/likely.py FOLDER …`` takes labelled folders (as `mailcare evaluate` does) and writes
the weights. With ``--try`` nothing is written: each folder is judged by weights fitted to the
others alone, which tells what letters that nobody has seen would get.
"""

import json
import random
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path
from typing import Any

from category import judged, statements
from mailcare.config import load
from mailcare.intake.reading import read
from mailcare.model.judgement import Category
from mailcare.model.letter import Address, Message
from mailcare.resources import shipped
from mailcare.triage import category, compile_rules, judge, likeness
from mailcare.triage.concepts import measure
from mailcare.triage.elements.candidates import Candidate
from mailcare.triage.kind import find_kind
from mailcare.triage.linear import Weights, log_odds
from mailcare.triage.words import Words

_VARIANTS = Path(__file__).parents[1] / "tests/unit/elements/variants.txt"
_CELLS, _NOT_TOLD = 5, "*"
_ROUNDS, _STEP, _RIDGE = 25, 0.3, 1e-4
_LETTERS = 3
"""A sign that fewer letters show is not kept: it would be about one person or sentence."""
_NOTHING = 0.1
"""Weights below say nothing."""
_SEED = 1
_RULES = compile_rules(load(shipped("config.example.toml")), "vas")
_SIGNS: dict[str, tuple[str, ...]] = {}
"""The signs for a category by letter: each is asked for five times."""


@dataclass(frozen=True)
class Example:
    """A thing with its signs, from one letter, and the right answer."""

    letter: str
    signs: tuple[str, ...]
    answer: bool


Find = Callable[[str, Message, Mapping[str, Any]], Iterator[Example]]
Labelled = tuple[str, Message, Mapping[str, Any]]
"""A letter's name, the letter and its label."""


def main(*arguments: str) -> None:
    """Fit the weights, or try how well such weights do on letters that they weren't fitted to."""
    folders = [Path(one) for one in arguments if not one.startswith("--")]
    sets = {str(folder): list(letters(folder)) for folder in folders}
    sets |= {"statements": list(_statements()), "variants": list(variants())}
    sets |= judged_letters()
    for file, finds in _MODELS.items():
        examples = {
            name: {folder: list(_examples(find, them)) for folder, them in sets.items()}
            for name, find in finds.items()
        }
        if "--try" in arguments:
            _try(examples)
            continue
        fitted = {
            name: fit([one for them in by_folder.values() for one in them])
            for name, by_folder in examples.items()
        }
        file.write_text(_written(fitted), encoding="utf-8")


def letters(folder: Path) -> Iterator[Labelled]:
    mails = folder / "mails" if (folder / "mails").is_dir() else folder
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        yield f"{folder}/{label['file']}", read((mails / label["file"]).read_bytes()), label


def _statements() -> Iterator[Labelled]:
    """Yield single sentences, which tell of nothing but their category."""
    for number, (message, named) in enumerate(statements()):
        label = {"file": "", "category": named, "scope": "not_complaint", "expected_reply": ""}
        yield f"statement {number}", message, label


def judged_letters() -> Mapping[str, list[Labelled]]:
    """Return short letters of which it is known whose business they are, and of what category."""
    return {
        name: [
            (f"{name} {number}", message, {**label, "file": "", "expected_reply": ""})
            for number, (message, label) in enumerate(them)
        ]
        for name, them in judged().items()
    }


def variants() -> Iterator[Labelled]:
    """Yield few things said in many ways; all are one letter, since they speak of few people."""
    for line in _VARIANTS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("‖")]
        if len(cells) == _CELLS and not line.startswith("#"):
            head, text, device, phone, contact = cells
            sender, _, subject = head.rpartition("@@")
            text = text.replace("\\n", "\n")
            message = Message(
                subject=subject,
                text=text,
                own_text=text,
                from_=Address("u@user.example", sender),
            )
            told = {"device_number": device, "phone": phone, "contact": contact}
            label = {"file": "", "category": None, "scope": "in_scope", "expected_reply": ""}
            yield "variants", message, label | {k: None if v == "-" else v for k, v in told.items()}


def _examples(find: Find, letters: Iterable[Labelled]) -> Iterator[Example]:
    for name, message, label in letters:
        yield from find(name, message, label)


def _nobodys(letter: str, message: Message, label: Mapping[str, Any]) -> Iterator[Example]:
    answer = label["expected_reply"] == "none"
    if label["file"]:
        yield Example(letter, tuple(likeness.signs(Words(message))), answer)


def is_number(one: Candidate, wanted: str | None, *, digits: bool) -> bool:
    if wanted is None:
        return False
    if digits:
        return one.token.digits.lstrip("+") == "".join(filter(str.isdecimal, wanted))
    return _bare(one.token.value) == _bare(wanted)


def _bare(value: str) -> str:
    narrow = unicodedata.normalize("NFKC", value).lower()
    return "".join(char for char in narrow if not char.isspace() and char not in "()-－—")


def _categories(wanted: Category) -> Find:
    def find(letter: str, message: Message, label: Mapping[str, Any]) -> Iterator[Example]:
        if label["category"]:
            if letter not in _SIGNS:
                _SIGNS[letter] = _category_signs(message, is_letter=bool(label["file"]))
            yield Example(letter, _SIGNS[letter], label["category"] == wanted)

    return find


def _category_signs(message: Message, *, is_letter: bool) -> tuple[str, ...]:
    """Return the signs for a category; what is no whole letter names a problem."""
    found = judge(message, _RULES) if is_letter else None
    has_problem = found is None or found.elements.problem is not None
    words = Words(message)
    measured = list(measure(words, find_kind(words), has_problem=has_problem))
    return tuple(category.second_signs(words, measured))


def fit(examples: Sequence[Example]) -> Weights:
    """Fit by logistic regression with a small ridge, in steps that shrink as a weight is moved."""
    known = _known(examples)
    rows = [
        ([sign for sign in dict.fromkeys(one.signs) if sign in known], one.answer)
        for one in examples
    ]
    weights: dict[str, float] = defaultdict(float)
    moved: dict[str, float] = defaultdict(lambda: 1e-6)
    order = random.Random(_SEED)  # noqa: S311 - only the order of the examples
    for _ in range(_ROUNDS):
        order.shuffle(rows)
        for signs, answer in rows:
            off = _chance(log_odds(weights, signs)) - answer
            amount = 4.0 / sqrt(len(signs)) if signs else 0.0
            for sign in signs:
                slope = off * amount + _RIDGE * weights[sign]
                moved[sign] += slope * slope
                weights[sign] -= _STEP * slope / sqrt(moved[sign])
    return {sign: round(weight, 2) for sign, weight in weights.items() if abs(weight) > _NOTHING}


def _known(examples: Sequence[Example]) -> set[str]:
    seen = {(one.letter, sign) for one in examples for sign in one.signs}
    counts = Counter(sign for _letter, sign in seen)
    return {sign for sign, count in counts.items() if count >= _LETTERS}


def _chance(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def _try(examples: Mapping[str, Mapping[str, Sequence[Example]]]) -> None:
    for name, by_folder in examples.items():
        for folder, them in by_folder.items():
            others = [one for other in by_folder if other != folder for one in by_folder[other]]
            weights = fit(others)
            right = sum((log_odds(weights, one.signs) > 0) is one.answer for one in them)
            print(f"{right / max(1, len(them)):6.1%} of {len(them):4} {name} in {folder}")


def _written(fitted: Mapping[str, Weights]) -> str:
    return json.dumps(fitted, ensure_ascii=False, sort_keys=True, indent=0) + "\n"


_MODELS: Mapping[Path, Mapping[str, Find]] = {
    likeness.FILE: {likeness.NAME: _nobodys},
    category.FILE: {one.value: _categories(one) for one in Category},
}

if __name__ == "__main__":
    main(*sys.argv[1:])
