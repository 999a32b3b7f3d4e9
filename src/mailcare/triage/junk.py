"""A letter that the server holds for junk: handled like others, answered with more care."""

from dataclasses import replace
from typing import Final

from mailcare.model.judgement import Decision, Judgement, Reason

SURE: Final = 0.8
"""Confidence from which a letter among junk is answered by itself: that answers spam, too."""
_FINAL: Final = {Decision.NONE, Decision.REVIEW}


def found_in_junk(judgement: Judgement) -> Judgement:
    """Return the judgement of a letter that lay among junk: marked, and in doubt for a person."""
    place = Reason("place.junk", "")
    if judgement.decision in _FINAL or judgement.confidence >= SURE:
        return replace(judgement, reasons=(*judgement.reasons, place))
    return replace(
        judgement,
        decision=Decision.REVIEW,
        reasons=(*judgement.reasons, place, Reason("doubt.junk", "")),
    )
