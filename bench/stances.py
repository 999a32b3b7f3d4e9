"""Fit stances.json to labelled later letters; ``--try`` tells what unseen letters would get.

``python bench/stances.py FOLDER …``, each with ``mails`` and ``labels.jsonl`` of file and kind, and
maybe ``snippets.jsonl`` and ``others.jsonl`` of kind and text, but for the half called blind.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from likely import Example, fit
from mailcare.intake.reading import read
from mailcare.model.follow_up import Stance
from mailcare.triage import stances
from mailcare.triage.linear import Weights, log_odds
from mailcare.triage.words import Words

_KINDS = {
    "urging": Stance.URGING,
    "dissatisfaction": Stance.DISSATISFIED,
    "thanks": Stance.THANKS,
    "withdrawal": Stance.WITHDRAWAL,
}
_PARTS = 5

Letter = tuple[str, Stance | None, tuple[str, ...]]


def main(*arguments: str) -> None:
    """Fit the weights, or try them on each fifth of the letters with the others' weights."""
    folders = [Path(one) for one in arguments if not one.startswith("--")]
    letters = [one for folder in folders for one in _letters(folder)]
    if "--try" in arguments:
        _try(letters)
        return
    text = json.dumps(_fitted(letters), ensure_ascii=False, indent=0, sort_keys=True)
    stances.FILE.write_text(text + "\n", encoding="utf-8")


def _letters(folder: Path) -> Iterator[Letter]:
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        own = Words(read((folder / "mails" / label["file"]).read_bytes())).own.strip()
        yield f"{folder}/{label['file']}", _says(label["kind"]), tuple(stances.signs(own))
    for name in ("snippets.jsonl", "others.jsonl"):
        yield from _texts(folder / name)


def _texts(file: Path) -> Iterator[Letter]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    for number, label in enumerate(map(json.loads, lines)):
        if label.get("half") == "blind":
            continue
        own = Words(read(b"\n" + label["text"].encode())).own.strip()
        yield f"{file}/{number}", _says(label["kind"]), tuple(stances.signs(own))


def _says(kind: str) -> Stance | None:
    return None if kind == "survey" else _KINDS.get(kind, Stance.NEUTRAL)


def _fitted(letters: list[Letter]) -> dict[str, Weights]:
    return {
        told.value: fit([Example(name, signs, says is told) for name, says, signs in letters])
        for told in stances.TOLD
    }


def _try(letters: list[Letter]) -> None:
    random.Random(1).shuffle(letters)  # noqa: S311 - only the order of the examples
    counts: Counter[tuple[str, str]] = Counter()
    for part in range(_PARTS):
        weights = _fitted([one for at, one in enumerate(letters) if at % _PARTS != part])
        for _name, says, signs in letters[part::_PARTS]:
            odds = {told: log_odds(weights[told.value], signs) for told in stances.TOLD}
            best = max(stances.TOLD, key=lambda told: odds[told])
            sure = odds[best] > stances.SURELY and odds[Stance.NEUTRAL] < stances.HARDLY
            heard = best if sure else Stance.NEUTRAL
            counts[says.value if says else "other", heard.value] += 1
    for (meant, taken), number in sorted(counts.items()):
        print(f"{meant:>14} heard as {taken:<14} {number}")


if __name__ == "__main__":
    main(*sys.argv[1:])
