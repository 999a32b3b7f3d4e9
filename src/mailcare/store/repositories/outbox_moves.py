"""The legal moves of an outbox row; there are no others.

``sending`` is left only by what the server said, or by the loss of whoever was sending: then the
row is ``uncertain`` and stays so until a delivery report or a person settles it (invariant 4).
"""

from collections.abc import Mapping
from types import MappingProxyType

from mailcare.model.post import OutboxState as S

LEGAL: Mapping[S, frozenset[S]] = MappingProxyType(
    {
        S.DRAFT: frozenset({S.QUEUED, S.SUPERSEDED, S.CANCELLED}),
        S.HELD: frozenset({S.QUEUED, S.SUPPRESSED, S.SUPERSEDED, S.CANCELLED}),
        S.QUEUED: frozenset(
            {S.SENDING, S.DEFERRED, S.FAILED, S.HELD, S.SUPPRESSED, S.SUPERSEDED, S.CANCELLED}
        ),
        S.DEFERRED: frozenset(
            {S.SENDING, S.QUEUED, S.FAILED, S.HELD, S.SUPPRESSED, S.SUPERSEDED, S.CANCELLED}
        ),
        S.SENDING: frozenset({S.SENT, S.DEFERRED, S.FAILED, S.UNCERTAIN}),
        S.UNCERTAIN: frozenset({S.SENT, S.FAILED, S.QUEUED, S.CANCELLED}),
        S.SENT: frozenset({S.FAILED}),
        S.FAILED: frozenset({S.QUEUED, S.CANCELLED}),
        S.SUPPRESSED: frozenset({S.QUEUED, S.SUPERSEDED, S.CANCELLED}),
        S.SUPERSEDED: frozenset(),
        S.CANCELLED: frozenset(),
    }
)

CLAIMABLE = frozenset({S.QUEUED, S.DEFERRED})
"""What an owner of a claim may hold; a held row is queued when it is claimed."""
SETTLED = frozenset({S.SENT, S.FAILED, S.SUPERSEDED, S.CANCELLED})
"""Nothing more happens by itself."""
COUNTED = frozenset({S.QUEUED, S.SENDING, S.SENT, S.UNCERTAIN, S.DEFERRED})
"""What may have reached, or will reach, the recipient: what caps count (invariant 5)."""
UNSENT = frozenset({S.DRAFT, S.HELD, S.QUEUED, S.DEFERRED, S.SUPPRESSED})
"""What has certainly not left: a new event may supersede it."""


def origins(target: S) -> frozenset[S]:
    """Return the states from which a row may move to `target`."""
    return frozenset(state for state, targets in LEGAL.items() if target in targets)
