"""A second opinion on later letters in which no known words stand, by weights learnt from others.

Thanks and withdrawals are told so that they aren't taken for pressing letters: by themselves
they count only where some word hints at them, too (follow_up).
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from mailcare.model.follow_up import Stance
from mailcare.triage.follow_up_words import vocabulary
from mailcare.triage.linear import learnt, log_odds, pieces

FILE = Path(__file__).with_name("stances.json")
TOLD = (
    Stance.URGING,
    Stance.DISSATISFIED,
    Stance.NEUTRAL,
    Stance.THANKS,
    Stance.WITHDRAWAL,
)
SURELY, HARDLY = 1.0, -1.0
"""Log-odds from which a letter says it, and below which it is not neutral."""
_BRIEF, _LONG = 20, 60
_WORD = re.compile(r"[a-z']+")
_RUN = re.compile(r"[\u3400-\u9fff]+")
_SHAPES = {
    "?": re.compile(r"[?吗呢]"),
    "!": re.compile(r"!"),
    "number": re.compile(r"\d{7}|@"),
    "you": re.compile(r"你们|贵(?:司|公司|处)|\byour?\b"),
    "us": re.compile(
        r"你们|贵|客服|师傅|工程师|答复|回复|处理|解释|结论|服务|"
        r"\b(?:your?|reply|answer|agent|technician|service)\b"
    ),
    "not": re.compile(r"没|不|未|无|n't|\b(?:not?|never|nothing|nobody)\b"),
    "yet": re.compile(r"还没|还未|至今|到现在|一直|已经|\b(?:still|yet|since|already)\b"),
}


def second_opinion(own: str) -> Stance:
    """Return what a letter says as others like it do; neutral in doubt."""
    seen = tuple(signs(own))
    odds = {told: log_odds(learnt(FILE, told.value), seen) for told in TOLD}
    best = max(TOLD, key=lambda told: odds[told])
    sure = odds[best] > SURELY and odds[Stance.NEUTRAL] < HARDLY
    return best if sure else Stance.NEUTRAL


def signs(own: str) -> Iterator[str]:
    """Yield what is seen of a letter's own words: their pieces, the groups they hold, shapes."""
    yield "always"
    yield from pieces(own)
    words = _WORD.findall(own)
    yield from (f"{one} {two}" for one, two in pairwise(words))
    for run in _RUN.findall(own):
        yield from (run[at : at + 3] for at in range(len(run) - 2))
    yield "brief" if len(own) < _BRIEF else "long" if len(own) > _LONG else "middling"
    shapes = sorted(name for name, shape in _SHAPES.items() if shape.search(own))
    yield from (f"shape {name}" for name in shapes)
    yield from (f"shapes {one} {two}" for one in shapes for two in shapes if one < two)
    groups = vocabulary().plain
    yield from (f"group {name}" for name in ("turn", "asks", "past") if groups[name].search(own))
