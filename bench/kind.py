"""Fit kind.json to labelled letters: is it a complaint, is it a question?

``python bench/kind.py FOLDER …`` takes labelled folders (as `mailcare evaluate` does), besides them
statements.txt and judged.jsonl of tests/letters. With ``--try`` nothing is written: each set is
judged with weights fitted to the others alone, which tells what letters that nobody has seen would
get.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from category import judged
from likely import Example, fit
from mailcare.intake.reading import read
from mailcare.model.judgement import Kind
from mailcare.model.letter import Message
from mailcare.triage import kind
from mailcare.triage.linear import Weights, log_odds
from mailcare.triage.words import Words

_STATEMENTS = Path(__file__).parents[1] / "tests/letters/statements.txt"
_CODES = {
    "c": Kind.COMPLAINT,
    "q": Kind.CONSULTATION,
    "s": Kind.SUGGESTION,
    "p": Kind.PRAISE,
}

Letter = tuple[str, Words, Kind]


def main(*arguments: str) -> None:
    """Fit the weights, or try how well such weights do on letters that they weren't fitted to."""
    folders = [Path(one) for one in arguments if not one.startswith("--")]
    sets = {str(one): list(_letters(one)) for one in folders}
    sets |= {"statements": list(_statements()), **_judged()}
    if "--try" in arguments:
        _try(sets)
        return
    fitted = _fitted([letter for letters in sets.values() for letter in letters])
    text = json.dumps(fitted, ensure_ascii=False, sort_keys=True, indent=0)
    kind.FILE.write_text(text + "\n", encoding="utf-8")


def _letters(folder: Path) -> Iterator[Letter]:
    mails = folder / "mails" if (folder / "mails").is_dir() else folder
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["kind"]:
            words = Words(read((mails / label["file"]).read_bytes()))
            yield f"{folder}/{label['file']}", words, Kind(label["kind"])


def _statements() -> Iterator[Letter]:
    lines = _STATEMENTS.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        codes, _, text = line.partition("|")
        if text and not codes.startswith("#"):
            words = Words(Message(text=text, own_text=text))
            yield f"statement {number}", words, _CODES[codes[1]]


def _judged() -> Mapping[str, list[Letter]]:
    return {
        name: [
            (f"{name} {number}", Words(message), Kind(label["kind"]))
            for number, (message, label) in enumerate(them)
        ]
        for name, them in judged().items()
    }


def _fitted(letters: Sequence[Letter]) -> Mapping[str, Weights]:
    seen = [(name, tuple(kind.second_signs(words)), label) for name, words, label in letters]
    return {
        wanted.value: fit([Example(name, signs, label is wanted) for name, signs, label in seen])
        for wanted in kind.LEARNT
    }


def _try(sets: Mapping[str, Sequence[Letter]]) -> None:
    for name, them in sets.items():
        others = _fitted([one for other, some in sets.items() if other != name for one in some])
        right = alone = 0
        for _name, words, label in them:
            by_rules = kind.kind_by_rules(words)
            seen = tuple(kind.second_signs(words))
            odds = {Kind(one): log_odds(weights, seen) for one, weights in others.items()}
            alone += by_rules is label
            right += kind.weigh(by_rules, odds) is label
        share, rules = right / len(them), alone / len(them)
        print(f"{share:6.1%} (rules alone {rules:6.1%}) of {len(them):3} in {name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
