"""A letter whose From is not its sender's, as our own server found (DMARC): a person looks.

Whoever forges an address wants us to write to its owner, or to act in their name.
"""

from dataclasses import replace
from typing import Final

from mailcare.model.judgement import Decision, Judgement, Reason

_RULE: Final = "sender.forged"
_FINAL: Final = {Decision.NONE, Decision.REVIEW}


def found_forged(judgement: Judgement) -> Judgement:
    """Return the judgement of a letter with a forged From: marked, never answered by itself."""
    decision = judgement.decision if judgement.decision in _FINAL else Decision.REVIEW
    reasons = (*judgement.reasons, Reason(_RULE, ""))
    return replace(judgement, decision=decision, reasons=reasons)


def is_marked_forged(judgement: Judgement) -> bool:
    """Say whether our own server found the letter's From forged."""
    return any(reason.rule == _RULE for reason in judgement.reasons)
