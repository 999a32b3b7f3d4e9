"""Fit the opinion of whose business a letter is (src/mailcare/triage/owners.json).

``python bench/owned.py FOLDER …`` takes labelled folders (as `mailcare evaluate` does), besides
them the short letters of tests/letters and sentences of which it is known whose business they are.
With ``--try`` nothing is written: a fifth of the sets at a time is judged by an opinion fitted to
the others, which tells what letters that nobody has seen would get.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import log
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from likely import Labelled, judged_letters, letters
from mailcare.model.letter import Message
from mailcare.triage import grams, owners
from mailcare.triage.words import Words

MAILBOX, COMPANY = "vas", "telecom"
"""The unit that all letters went to, and what is the company's but no unit's."""
_SENTENCES = Path(__file__).parents[1] / "tests/unit/triage/owners.txt"
_LETTERS = 6
"""A piece that fewer letters hold is not weighed: it would be about one person or sentence."""
_RIDGE = 0.01
"""How dear large weights are."""
_FORM = 0.3
"""What the form of the number may say beside the text."""
_NOTHING = 20
"""Weights below, in hundredths, say nothing."""
_FOLDS, _ROUNDS = 5, 400

Example = tuple[str, str, str]
"""A letter's text, the form of its device number or nothing, and whose business it is."""


def main(*arguments: str) -> None:
    """Fit the opinion, or try how well such opinions do on letters that they haven't read."""
    crossed = Crossed(Path(one) for one in arguments if not one.startswith("--"))
    if "--try" in arguments:
        for name, them in crossed.examples.items():
            right = sum(crossed.best(name, one) == one[2] for one in them)
            print(f"{right / max(1, len(them)):6.1%} of {len(them):4} in {name}", flush=True)
        return
    every = [one for them in crossed.examples.values() for one in them]
    text = json.dumps({MAILBOX: fit(every)}, ensure_ascii=False, sort_keys=True, indent=0)
    owners.FILE.write_text(text.replace(",\n", ",").replace("],", "],\n") + "\n", encoding="utf-8")


class Crossed:
    """Opinions fitted to all labelled letters but those of every fifth set, for those.

    What an opinion says of letters that it has read is surer than what it says of others: weights
    that lean on it are fitted to what it says of those that it hasn't.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        sets = {str(folder): list(letters(folder)) for folder in folders}
        self.examples = {
            name: list(_examples(them))
            for name, them in {**sets, "owners": list(_sentences()), **judged_letters()}.items()
        }
        self._fitted: dict[int, grams.Learnt] = {}

    def shares(self, name: str, message: Message) -> Mapping[str, float]:
        """Return how likely a letter of the set `name` is whose business, as triage does."""
        text = owners.text_of(Words(message))
        return owners.shares(grams.weigh(self._learnt(self._fold_of(name)), text))

    def best(self, name: str, example: Example) -> str:
        """Return whose business an example of the set `name` is most likely."""
        learnt = self._learnt(self._fold_of(name))
        more = learnt.beside.get(example[1], {})
        odds = grams.weigh(learnt, example[0])
        return max(odds, key=lambda owner: odds[owner] + more.get(owner, 0.0))

    def _fold_of(self, name: str) -> int:
        """Return the fold of a set; one that knows no owners taught no opinion, so any will do."""
        return self._places.get(name, 0) % _FOLDS

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {name: at for at, name in enumerate(self.examples)}

    def _learnt(self, fold: int) -> grams.Learnt:
        if fold not in self._fitted:
            by_set = self.examples.items()
            others = [one for name, them in by_set if self._fold_of(name) != fold for one in them]
            self._fitted[fold] = grams.learnt(fit(others))
        return self._fitted[fold]


def fit(examples: Sequence[Example]) -> Mapping[str, Any]:
    """Return what speaks for each owner, by logistic regression, as owners.json holds it."""
    counts = [Counter(grams.pieces(text)) for text, _, _ in examples]
    held = Counter(piece for one in counts for piece in one)
    rarity = {
        piece: round((log(len(examples) / many) + 1) * grams.SCALE) / grams.SCALE
        for piece, many in held.items()
        if many >= _LETTERS
    }
    forms = sorted({form for _, form, _ in examples if form})
    rows = [_row(one, rarity, form) for one, (_, form, _) in zip(counts, examples, strict=True)]
    vectors = DictVectorizer()
    model = LogisticRegression(C=1 / _RIDGE, max_iter=_ROUNDS)
    model.fit(vectors.fit_transform(rows), [owner for _, _, owner in examples])
    weights = {
        sign: [float(one[at]) for one in model.coef_] for sign, at in vectors.vocabulary_.items()
    }
    return {
        "answers": [str(one) for one in model.classes_],
        "always": [round(float(one), 2) for one in model.intercept_],
        "pieces": {
            piece: [round(rare * grams.SCALE), *(round(one * grams.SCALE) for one in said)]
            for piece, rare in rarity.items()
            if max(map(abs, said := weights[_PIECE + piece])) * grams.SCALE >= _NOTHING
        },
        "beside": {
            form: [round(one * _FORM, 2) for one in weights[_FORMED + form]] for form in forms
        },
    }


_PIECE, _FORMED = "p ", "f "


def _row(counts: Counter[str], rarity: Mapping[str, float], form: str) -> Mapping[str, float]:
    known = {
        piece: rarity[piece] * (1 + log(times))
        for piece, times in counts.items()
        if piece in rarity
    }
    length = sum(one * one for one in known.values()) ** 0.5 or 1.0
    row = {_PIECE + piece: value / length for piece, value in known.items()}
    return row | ({_FORMED + form: _FORM} if form else {})


def _examples(them: Iterable[Labelled]) -> Iterator[Example]:
    for _, message, label in them:
        owner = label.get("owner") or _owner_of(label)
        if owner:
            device = label.get("device_number")
            form = owners.form(device) if device and device != "*" else ""
            yield owners.text_of(Words(message)), form, owner


def _owner_of(label: Mapping[str, Any]) -> str:
    """Return whose business a letter is by its label; nothing where nobody need answer it."""
    if label["scope"] == "not_complaint":
        return ""
    outside = label["scope"] == "non_telecom"
    return label["unit"] or (owners.OUTSIDE if outside else COMPANY)


def _sentences() -> Iterator[Labelled]:
    """Yield single sentences of which it is known whose business they are, and nothing else."""
    for number, line in enumerate(_SENTENCES.read_text(encoding="utf-8").splitlines()):
        owner, _, text = line.partition("|")
        message = Message(text=text, own_text=text)
        yield f"sentence {number}", message, {"owner": owner}


if __name__ == "__main__":
    main(*sys.argv[1:])
