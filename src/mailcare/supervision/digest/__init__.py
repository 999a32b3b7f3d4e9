"""The daily digest for supervisors: what is overdue, due soon, waiting, stuck, and how it goes.

```
groups   who gets it: each supervisor one, about their units or about all
asking   when: once a period, on working days, never at night
collect  what: a read of the store
phrases  days and working time in words
present  how: the values and lines of its templates
```
It names cases by number and holds no word of a user: the mail outlives a case that is destroyed.
"""

from mailcare.supervision.digest.asking import (
    STALE,
    TEMPLATE,
    ask_for_digests,
    may_ask,
    wanted,
    withdraw_late,
)
from mailcare.supervision.digest.collect import collect
from mailcare.supervision.digest.groups import WHOLE, recipients
from mailcare.supervision.digest.present import digest_tellings, present
from mailcare.supervision.digest.sections import Digest

__all__ = [
    "STALE",
    "TEMPLATE",
    "WHOLE",
    "Digest",
    "ask_for_digests",
    "collect",
    "digest_tellings",
    "may_ask",
    "present",
    "recipients",
    "wanted",
    "withdraw_late",
]
