"""Pure: Message → Judgement (DESIGN 2, the decision table); no clock, no I/O.

One question per module: who wrote it (machine, forms, official), whose business it is (scope),
what kind and category it is, in which language, what the writer wishes; `elements` finds the four
necessary data; `decide` holds the table. Words that name businesses come from the config.
"""

from mailcare.triage.decide import judge
from mailcare.triage.forged import found_forged, is_marked_forged
from mailcare.triage.junk import found_in_junk
from mailcare.triage.rules import Rules, compile_rules

__all__ = [
    "Rules",
    "compile_rules",
    "found_forged",
    "found_in_junk",
    "is_marked_forged",
    "judge",
]
