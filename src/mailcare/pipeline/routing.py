"""To whom a letter speaks: staff, the other side of a dispatch, or casework at large."""

from mailcare.casework.threading import ThreadKind
from mailcare.pipeline import (
    acknowledging,
    handed_over,
    local_hand_over,
    other_side,
    staff_letters,
    trial,
    urging,
)
from mailcare.pipeline.deciding import Commit, Step
from mailcare.pipeline.parts import Parts


def route(parts: Parts, step: Step) -> tuple[Commit, str]:
    """Decide what T2 writes for any letter, and say in a word what that is."""
    special = (
        trial.take_in(step) or acknowledging.take_in(parts, step) or urging.take_in(parts, step)
    )
    if special is not None:
        return special
    step = local_hand_over.at_their_case(parts, step)
    handed = handed_over.take_in(parts, step)
    if handed is not None:
        return handed
    if step.found.thread.kind is ThreadKind.DISPATCH:
        return other_side.take_in(parts, step)
    return staff_letters.take_in(parts, step)
