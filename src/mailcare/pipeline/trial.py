"""Answers to a test notice of ``mailcare doctor --staff``: filed whatever they say, no case."""

from mailcare.casework.threading import ThreadKind
from mailcare.pipeline.deciding import Commit, Step
from mailcare.store import Tx


def take_in(step: Step) -> tuple[Commit, str] | None:
    """Decide what T2 writes for an answer to a test notice; None: it is none."""
    if step.found.thread.kind is not ThreadKind.TRIAL:
        return None

    def commit(tx: Tx) -> str:
        tx.letters.mark_handled(step.letter.id, None, step.judgement)
        return ""

    return commit, "trial"
