"""Fit told_before.json to labelled letters; ``--try`` tells what unseen letters would get.

``python bench/told_before.py FOLDER …`` takes labelled folders (as `mailcare evaluate` does),
besides them the statements of tests/letters. Cues of a report in vain may only speak for one.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import exp
from pathlib import Path

from mailcare.intake.reading import read
from mailcare.model.letter import Message
from mailcare.triage import told_before
from mailcare.triage.escalation import story, threatens
from mailcare.triage.linear import Weights
from mailcare.triage.words import Words

_LETTERS = Path(__file__).parents[1] / "tests/letters"
_EXCERPT = "excerpt"
"""The sign of a statement, which no letter has: more of them tell of reports than letters do."""
_EITHER = frozenset(
    ("always", _EXCERPT, "question", "sent_on", "fresh", "retry", "thanks", "other")
) | {"anger", "hypo", "order", "only ordered", "conduct"}
"""Signs that may speak for a report in vain or against one."""
_ROUNDS, _STEP, _RIDGE = 400, 0.5, 4.0

Example = tuple[tuple[str, ...], bool]


def main(*arguments: str) -> None:
    """Fit the weights, or try them on each folder with those fitted to the others."""
    folders = [Path(one) for one in arguments if not one.startswith("--")]
    sets = {str(one): list(_examples(one)) for one in folders}
    sets["statements"] = list(_statements())
    if "--try" in arguments:
        _try(sets)
        return
    weights = _fit([one for examples in sets.values() for one in examples])
    text = json.dumps({told_before.NAME: weights}, indent=0, sort_keys=True)
    told_before.FILE.write_text(text + "\n", encoding="utf-8")


def _examples(folder: Path) -> Iterator[Example]:
    mails = folder / "mails" if (folder / "mails").is_dir() else folder
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["scope"] != "not_complaint" and label["kind"] != "praise":
            words = Words(read((mails / label["file"]).read_bytes()))
            yield from _example(words, answer=label["escalation"])


def _statements() -> Iterator[Example]:
    for file in ("statements.txt", "told_before.txt"):
        for line in (_LETTERS / file).read_text(encoding="utf-8").splitlines():
            code, _, text = line.partition("|")
            if text and not code.startswith("#") and code[1:2] != "p":
                message = Message(text=text, own_text=text)
                for signs, answer in _example(Words(message), answer="E" in code):
                    yield (*signs, _EXCERPT), answer


def _example(words: Words, *, answer: bool) -> Iterator[Example]:
    """Yield the letter's signs, unless threats or many users decide about it."""
    if not threatens(words):
        yield tuple(dict.fromkeys(told_before.Told(story(words)).signs())), answer


def _fit(examples: Sequence[Example]) -> Weights:
    """Fit by steps down the slope of the log-loss, with a ridge; no weight the wrong way round."""
    weights: dict[str, float] = defaultdict(float)
    moved: dict[str, float] = defaultdict(lambda: 1e-6)
    for _ in range(_ROUNDS):
        slopes: dict[str, float] = defaultdict(float)
        for signs, answer in examples:
            off = _chance(sum(weights[sign] for sign in signs)) - answer
            for sign in signs:
                slopes[sign] += off
        for sign, slope in slopes.items():
            steep = slope + (0.0 if sign in ("always", _EXCERPT) else _RIDGE * weights[sign])
            moved[sign] += steep * steep
            weights[sign] -= _STEP * steep / moved[sign] ** 0.5
            if sign not in _EITHER:
                weights[sign] = max(0.0, weights[sign])
    return {sign: round(weight, 2) for sign, weight in weights.items() if round(weight, 2)}


def _chance(odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


def _try(sets: dict[str, list[Example]]) -> None:
    for name, them in sets.items():
        weights = _fit([one for other, some in sets.items() if other != name for one in some])
        odds = [(sum(weights.get(sign, 0.0) for sign in signs), yes) for signs, yes in them]
        for least in (told_before.HARDLY, 0.0, told_before.SURELY):
            told = [yes for heard, yes in odds if heard > least]
            wanted = sum(yes for _heard, yes in odds)
            print(f"{sum(told):3} of {len(told):3} right, of {wanted:3}: over {least} in {name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
