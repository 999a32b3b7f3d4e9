"""The decision table of DESIGN 2: from what the other modules found to one decision."""

from mailcare.model.judgement import Judgement
from mailcare.model.letter import Message
from mailcare.triage.rules import Rules


def judge(message: Message, rules: Rules) -> Judgement:
    """Judge a letter as a careful colleague would.

    Pure and total: any Message gives a Judgement. What belongs to a known case (a token of ours, a
    reply to our mail) is the pipeline's to see first; this function knows one letter only.
    """
    raise NotImplementedError
