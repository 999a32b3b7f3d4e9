"""Fit src/mailcare/triage/weights.toml to labelled letters: what each concept says for a category.

``python bench/category.py [FOLDER …]`` takes the labelled folders named (as `mailcare evaluate`
does), besides them statements.txt and judged.jsonl of tests/letters, and writes the weights. With
``--try`` nothing is written: each set is judged by weights fitted to the others alone, which tells
what letters that nobody has seen would get.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import exp, sqrt
from pathlib import Path
from typing import Any

from mailcare.config import load
from mailcare.intake.reading import read
from mailcare.model.judgement import Category, Kind
from mailcare.model.letter import Address, Message
from mailcare.resources import shipped
from mailcare.triage import compile_rules, judge
from mailcare.triage.category import weigh
from mailcare.triage.concepts import concepts, measure
from mailcare.triage.kind import find_kind
from mailcare.triage.words import Words

_HERE = Path(__file__).parents[1]
_STATEMENTS = _HERE / "tests/letters/statements.txt"
_JUDGED = _HERE / "tests/letters/judged.jsonl"
_SHORT = _HERE / "tests/letters/short"
_WEIGHTS = _HERE / "src/mailcare/triage/weights.toml"
_CODES = {
    "S": Category.SERVICE_QUALITY,
    "B": Category.BILLING,
    "P": Category.PROCESS,
    "A": Category.AFTER_SALES,
    "O": Category.OTHER,
}
_RIDGE = 2.0
"""How dear large weights are: what few letters show should not count much."""
_ROUNDS, _STEP = 250, 0.4
SAYS_SOMETHING = 8
"""Characters of a statement that names a problem."""

Example = tuple[Mapping[str, float], Category]
Table = dict[str, dict[Category, float]]


def main(*arguments: str) -> None:
    """Fit the weights, or try how well such weights do on letters that they weren't fitted to."""
    folders = [Path(one) for one in arguments if not one.startswith("--")]
    sets = {str(one): list(_letters(one)) for one in folders}
    brief = list(_brief(statements()))
    sets |= {"statements, odd": brief[::2], "statements, even": brief[1::2]}
    sets |= {
        name: list(_brief((one, Category(label["category"])) for one, label in them))
        for name, them in judged().items()
    }
    if "--try" in arguments:
        for name, examples in sets.items():
            others = [one for other, them in sets.items() if other != name for one in them]
            print(f"{_right(examples, _fit(others)):6.1%} of {len(examples):3} {name}")
        return
    table = _fit([one for examples in sets.values() for one in examples])
    for name, examples in sets.items():
        print(f"{_right(examples, table):6.1%} of {len(examples):3} {name}, fitted to")
    _WEIGHTS.write_text(_written(table), encoding="utf-8")


def _letters(folder: Path) -> Iterator[Example]:
    mails = folder / "mails" if (folder / "mails").is_dir() else folder
    rules = compile_rules(load(shipped("config.example.toml")), "vas")
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["category"]:
            message = read((mails / label["file"]).read_bytes())
            has_problem = judge(message, rules).elements.problem is not None
            yield _signs(message, has_problem=has_problem), Category(label["category"])


def _brief(said: Iterable[tuple[Message, Category]]) -> Iterator[Example]:
    for message, category in said:
        has_problem = len(message.text) > SAYS_SOMETHING
        yield _signs(message, has_problem=has_problem), category


def statements() -> Iterator[tuple[Message, Category]]:
    """Yield the labelled statements as letters of one sentence."""
    for line in _STATEMENTS.read_text(encoding="utf-8").splitlines():
        codes, _, text = line.partition("|")
        if text and not line.startswith("#"):
            message = Message(from_=Address("", ""), subject="", text=text, own_text=text)
            yield message, _CODES[codes[0]]


def judged() -> Mapping[str, Sequence[tuple[Message, Mapping[str, Any]]]]:
    """Return the short letters of other authors of which owner, kind and category are known."""
    files = [_JUDGED, *sorted(_SHORT.glob("*.jsonl"))]
    sets = {file.stem: list(_judged(file)) for file in files}
    return {name: them for name, them in sets.items() if them}


def _judged(file: Path) -> Iterator[tuple[Message, Mapping[str, Any]]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if "scope" in label:
            text = label["text"]
            yield Message(subject=label["subject"], text=text, own_text=text), label


def _signs(message: Message, *, has_problem: bool) -> Mapping[str, float]:
    words = Words(message)
    return dict(measure(words, find_kind(words), has_problem=has_problem))


def _right(examples: Sequence[Example], table: Table) -> float:
    praise = Kind.PRAISE.value
    found = (
        Category.SERVICE_QUALITY if praise in signs else _heaviest(signs, table)
        for signs, _ in examples
    )
    same = sum(category is label for category, (_, label) in zip(found, examples, strict=True))
    return same / max(1, len(examples))


def _heaviest(signs: Mapping[str, float], table: Table) -> Category:
    scores = weigh(signs.items(), table)
    return max(scores, key=scores.__getitem__)


def _fit(examples: Sequence[Example]) -> Table:
    """Fit by multinomial regression with a ridge, in steps that shrink as a weight is moved."""
    table: Table = defaultdict(lambda: dict.fromkeys(Category, 0.0))
    moved: Table = defaultdict(lambda: dict.fromkeys(Category, 1e-6))
    for _ in range(_ROUNDS):
        for name, slopes in _slopes(examples, table).items():
            for category, slope in slopes.items():
                ridge = 0.0 if name == "always" else _RIDGE * table[name][category]
                moved[name][category] += (slope + ridge) ** 2
                table[name][category] -= _STEP * (slope + ridge) / sqrt(moved[name][category])
    return table


def _slopes(examples: Sequence[Example], table: Table) -> Table:
    slopes: Table = defaultdict(lambda: dict.fromkeys(Category, 0.0))
    for signs, label in examples:
        shares = _shares(signs, table)
        for name, amount in signs.items():
            of_name = slopes[name]
            for category, share in shares.items():
                of_name[category] += amount * (share - (category is label))
    return slopes


def _shares(signs: Mapping[str, float], table: Table) -> dict[Category, float]:
    scores = dict.fromkeys(Category, 0.0)
    for name, amount in signs.items():
        for category, weight in table[name].items():
            scores[category] += weight * amount
    top = max(scores.values())
    powers = {category: exp(score - top) for category, score in scores.items()}
    total = sum(powers.values())
    return {category: power / total for category, power in powers.items()}


def _written(table: Table) -> str:
    names = ["always", *Kind, "no_problem", "brief", "next_to_none", "nothing_known"]
    names += [concept.name for concept in concepts()]
    lines = (
        f"{name} = {{ "
        + ", ".join(f"{category.value} = {table[name][category]:.2f}" for category in Category)
        + " }"
        for name in map(str, names)
    )
    head = (
        "# What each sign says for a category of problem. Fitted by `make weights`: don't edit.\n"
    )
    return head + "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(*sys.argv[1:])
