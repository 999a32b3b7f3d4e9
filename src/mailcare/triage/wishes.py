"""What a writer demands besides a solution: haste, a deadline, something special.

The words are those of wishes.toml. A time that our people, a contract or a rule named is no
deadline of the writer's.
"""

from mailcare.model.judgement import DemandKind, SpecialDemand
from mailcare.triage.vocabulary import vocabulary
from mailcare.triage.words import Words

BEFORE = 24
"""Characters before a time that may tell whose time it is."""

_KINDS = (DemandKind.DEADLINE, DemandKind.URGENT, DemandKind.OTHER)


def special_demand(words: Words) -> SpecialDemand | None:
    """Return the demand that needs more than the usual speed (R6), if there is one."""
    for kind in _KINDS:
        evidence = _evidence(words.all, kind)
        if evidence:
            return SpecialDemand(kind, evidence)
    return None


def _evidence(text: str, kind: DemandKind) -> str:
    groups = vocabulary("wishes")
    for found in groups[kind.value].finditer(text):
        said = found[0].strip()
        before = text[max(0, found.start() - BEFORE) : found.start()]
        head = before + said[: len(said) // 2]
        if kind is not DemandKind.DEADLINE or not _is_told(before, head):
            return said
    return ""


def _is_told(before: str, head: str) -> bool:
    groups = vocabulary("wishes")
    if groups["asks"].search(head):
        return False
    return any(groups["told"].search(text) for text in (before, head))
