"""Fit passages.json to labelled letters: which passages press, which ask for a call.

``python bench/passages.py FOLDER …`` takes labelled folders (as `mailcare evaluate` does), besides
them the short letters and statements of tests/letters. Labels are those of whole letters: which
passage of a letter they are about is found by fitting, choosing, and fitting again. With ``--try``
nothing is written: each folder is judged with weights fitted to the others alone, beside the rules.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path

from likely import Example
from mailcare.intake.reading import read
from mailcare.model.letter import Message
from mailcare.triage import passages
from mailcare.triage.calls import wants_call
from mailcare.triage.escalation import cues, escalation, story
from mailcare.triage.linear import Weights
from mailcare.triage.words import Words
from roles import short

_TESTS = Path(__file__).parents[1] / "tests"
_ROUNDS, _STEP, _RIDGE, _SEED = 20, 0.3, 3.0, 1
_LETTERS, _NOTHING = 3, 0.03
"""Letters that show a sign that is kept, and the weight that it has at least."""
_CHOICES = 2
"""How often the passages are chosen anew by what the weights before say."""
_PER_LETTER = 2
"""Passages of a letter that says no such thing which are learnt from: the most misleading ones."""


@dataclass(frozen=True)
class Letter:
    """A letter's passages and signs of all of it, and what is true of it."""

    name: str
    words: Words
    answers: Mapping[str, bool]

    def examples(self, wanted: str) -> list[Example]:
        """Return one example of each passage."""
        text, beside = _asked(self.words, wanted)
        answer = self.answers[wanted]
        return [
            Example(self.name, (*beside, *(sign for one in passage for sign in one.signs)), answer)
            for passage in passages.passages(text)
        ] or [Example(self.name, tuple(beside), answer)]


def _asked(words: Words, wanted: str) -> tuple[str, Sequence[str]]:
    is_call = wanted == passages.CALL
    return story(words), (passages.ALWAYS,) if is_call else tuple(cues(words))


def main(*arguments: str) -> None:
    """Fit the weights, or try how well such weights do on letters that they weren't fitted to."""
    folders = [Path(one) for one in arguments if not one.startswith("--")]
    sets = {str(one): list(_letters(one)) for one in folders}
    sets |= {file.stem: list(_short(file)) for file in sorted((_TESTS / "letters/short").glob("*"))}
    beside = [*_statements("statements.txt"), *_statements("told_before.txt"), *_calls()]
    if "--try" in arguments:
        _try(sets, beside)
        return
    letters = [*(one for them in sets.values() for one in them), *beside]
    fitted = {name: fitted_to(letters, name) for name in (passages.ESCALATION, passages.CALL)}
    text = json.dumps(fitted, ensure_ascii=False, sort_keys=True, indent=0)
    passages.FILE.write_text(text + "\n", encoding="utf-8")


def _letters(folder: Path) -> Iterator[Letter]:
    mails = folder / "mails" if (folder / "mails").is_dir() else folder
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["scope"] != "not_complaint" and label["kind"] != "praise":
            words = Words(read((mails / label["file"]).read_bytes()))
            yield Letter(f"{folder}/{label['file']}", words, _answers(label))


def _short(file: Path) -> Iterator[Letter]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        label = json.loads(line)
        if label.get("kind") != "praise":
            yield Letter(f"{file}/{number}", Words(short(label)), _answers(label))


def _answers(label: Mapping[str, bool]) -> Mapping[str, bool]:
    return {passages.ESCALATION: label["escalation"], passages.CALL: label["reply_by_phone"]}


def _statements(name: str) -> Iterator[Letter]:
    """Yield single statements; those about earlier reports say nothing of calls."""
    for code, words, at in _lines(_TESTS / "letters" / name):
        if code[1:2] != "p":
            answers = {passages.ESCALATION: "E" in code}
            if name == "statements.txt":
                answers[passages.CALL] = "T" in code
            yield Letter(f"{name} {at}", words, answers)


def _calls() -> Iterator[Letter]:
    for code, words, at in _lines(_TESTS / "unit/triage/calls.txt"):
        yield Letter(f"call {at}", words, {passages.CALL: code == "Y"})


def _lines(file: Path) -> Iterator[tuple[str, Words, int]]:
    for at, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
        code, _, text = line.partition("|")
        if text and not code.startswith("#"):
            yield code, Words(Message(text=text, own_text=text)), at


def fitted_to(letters: Sequence[Letter], wanted: str) -> Weights:
    """Fit the weights of `wanted` to all passages, then to those that tell it or mislead most."""
    of_letters = [one.examples(wanted) for one in letters if wanted in one.answers]
    known = Counter(sign for them in of_letters for sign in {s for one in them for s in one.signs})
    seen = {sign: count for sign, count in known.items() if count >= _LETTERS}
    weights = _fit(of_letters, seen)
    for _ in range(_CHOICES):
        weights = _fit([_telling(them, weights) for them in of_letters], seen)
    return {sign: round(weight, 2) for sign, weight in weights.items() if abs(weight) > _NOTHING}


def _telling(examples: Sequence[Example], weights: Weights) -> Sequence[Example]:
    ordered = sorted(examples, key=lambda one: -_odds(one, weights))
    return ordered[: 1 if ordered[0].answer else _PER_LETTER]


def _odds(one: Example, weights: Weights) -> float:
    return passages.weighed([weights[sign] for sign in dict.fromkeys(one.signs) if sign in weights])


def _fit(of_letters: Sequence[Sequence[Example]], seen: Mapping[str, int]) -> Weights:
    """Fit by logistic regression with a ridge, in steps that shrink as a weight is moved.

    A letter's passages count less the more they are, else long letters would tell most.
    """
    rows = [
        ([sign for sign in dict.fromkeys(one.signs) if sign in seen], one.answer, len(them) ** -0.5)
        for them in of_letters
        for one in them
    ]
    weights: dict[str, float] = dict.fromkeys(seen, 0.0)
    moved: dict[str, float] = dict.fromkeys(seen, 1e-6)
    order = random.Random(_SEED)  # noqa: S311 - only the order of the examples
    for _ in range(_ROUNDS):
        order.shuffle(rows)
        for signs, answer, counts in rows:
            amount = passages.amount(len(signs))
            odds = amount * sum(map(weights.__getitem__, signs))
            slope_of_all = (1 / (1 + exp(-max(-30.0, min(30.0, odds)))) - answer) * amount * counts
            for sign in signs:
                slope = slope_of_all + _RIDGE / seen[sign] * weights[sign]
                moved[sign] += slope * slope
                weights[sign] -= _STEP * slope / sqrt(moved[sign])
    return weights


def _try(sets: Mapping[str, Sequence[Letter]], beside: Sequence[Letter]) -> None:
    rules: Mapping[str, Callable[[Words, Weights], bool]] = {
        passages.ESCALATION: lambda words, weights: escalation(words, weights) is not None,
        passages.CALL: lambda words, weights: bool(wants_call(words, weights)),
    }
    for name, them in sets.items():
        others = [one for other, some in sets.items() if other != name for one in some]
        for wanted, asks in rules.items():
            weights = fitted_to([*others, *beside], wanted)
            heard = [one.answers[wanted] for one in them if asks(one.words, weights)]
            meant = sum(one.answers[wanted] for one in them)
            print(f"{wanted:10} {sum(heard):3} of {len(heard):3} right, of {meant:3} in {name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
