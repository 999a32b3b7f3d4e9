"""Whether it is open that something needed was given: then a person looks, and nobody is asked."""

from collections.abc import Collection

from mailcare.model.judgement import Decision, ElementName, Elements, Kind, Reason, Scope
from mailcare.triage.rules import Rules


def needed(scope: Scope, kind: Kind, rules: Rules) -> Collection[ElementName]:
    """Return what must be given for a letter of this kind."""
    return rules.needs[kind.value if scope is Scope.IN_SCOPE else "forward"]


_ASKS_NOTHING = frozenset({Decision.NONE, Decision.NOT_ACCEPTED})


def unsure(
    elements: Elements, wanted: Collection[ElementName], suggested: Decision
) -> tuple[Reason, ...]:
    """Return a doubt where an element may as well be absent as given, and that decides.

    Where something else is surely absent, the user is asked anyway.
    """
    doubted = [name for name in ElementName if name in wanted and name in elements.doubted]
    if suggested in _ASKS_NOTHING:
        return ()
    asked = any(elements.get(name) is None for name in wanted if name not in doubted)
    return (Reason("doubt.unsure", ", ".join(doubted)),) if doubted and not asked else ()
