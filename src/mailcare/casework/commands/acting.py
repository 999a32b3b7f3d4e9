"""What all commands need while they are carried out: the case, a pen, the texts people wrote."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from mailcare.casework.facts import Pen, iso
from mailcare.casework.folding import fold
from mailcare.casework.ledger import Standing, replay
from mailcare.casework.outcome import Outcome
from mailcare.casework.policy import Policy
from mailcare.casework.refusing import Refusal, RefusedError
from mailcare.model.case import Case, CaseTexts, EventKind, Fact, Note, NoteKind
from mailcare.model.judgement import Decision, Elements
from mailcare.model.place import Mode
from mailcare.model.post import Intent

LONGEST = 50_000
"""Characters of a text: more is no mail that anybody reads."""
_GAP = re.compile(r"\*{4}|[(\uff08]\s*处理情况\s*[)\uff09]")
"""What a person forgot to fill in; a letter with it is an error (REGULATION, standard formats)."""


class Act:
    """A command being carried out on one case."""

    def __init__(
        self,
        case: Case,
        texts: CaseTexts,
        policy: Policy,
        now: datetime,
        actor: str,
        *,
        unsent: frozenset[str] = frozenset(),
        hold_until: datetime | None = None,
    ) -> None:
        self.case = case
        self.texts = texts
        self.policy = policy
        self.now = now
        self.actor = actor
        self.unsent = unsent
        self.hold_until = hold_until
        self.pen = Pen(case, now, actor)
        self._notes: tuple[Note, ...] = ()
        self._elements = texts.elements

    @property
    def standing(self) -> Standing:
        """How the case stands, new events included."""
        return replay(self.pen.events)

    def write(
        self,
        kind: EventKind,
        text: str = "",
        sort: NoteKind = NoteKind.REASON,
        attachments: str = "",
        /,
        **facts: Fact,
    ) -> int:
        """Append an event, its `text` beside it, sealed; return its number in the ledger."""
        seq = self.next_seq
        self.pen.write(kind, note=seq if text else None, **facts)
        if text:
            self._notes += (Note(seq, text, sort, attachments),)
        return seq

    def take_on(self) -> None:
        """Whoever answers or asks takes a case that was in doubt, or to be refused, for ours."""
        if self.standing.decision in {Decision.REVIEW, Decision.NOT_ACCEPTED}:
            self.pen.write(EventKind.DECIDED, decision=Decision.IN_SCOPE, owner=self.policy.unit)

    def keep(self, seq: int, text: str) -> int | None:
        """Keep a reason that stands beside the event `seq`; None where there is none."""
        if not text.strip():
            return None
        self._notes += (Note(seq, text.strip()[:LONGEST]),)
        return seq

    def correct(self, elements: Elements) -> None:
        """Put what is known of the case right."""
        self._elements = elements

    @property
    def next_seq(self) -> int:
        """The number of the event that is written next."""
        return self.pen.events[-1].seq + 1

    def outcome(
        self, intents: Iterable[Intent] = (), supersedes: frozenset[str] = frozenset()
    ) -> Outcome:
        """Return what happened; in shadow mode nothing is written to anybody."""
        silent = self.standing.mode is Mode.SHADOW
        return Outcome(
            self.pen.written,
            fold(self.pen.events, self.policy),
            () if silent else tuple(intents),
            texts=None
            if self._elements == self.texts.elements
            else replace(self.texts, elements=self._elements),
            supersedes=supersedes,
            notes=self._notes,
        )

    def by_staff(self, intent: Intent, **facts: Fact) -> Intent:
        """Return `intent` as a person's: no draft, nothing automatic, held as long as agreed."""
        held = iso(self.hold_until) if self.hold_until else None
        said = {"by_staff": True, "hold_until": held, **facts}
        kept = {name: fact for name, fact in said.items() if fact is not None}
        return replace(intent, facts={**intent.facts, **kept}, draft=False)


def said(text: str) -> str:
    """Return the text of a command, trimmed.

    Raises:
        RefusedError: it is empty, too long, or holds a gap that nobody filled in.
    """
    text = text.strip()
    if not text:
        raise RefusedError(Refusal.EMPTY)
    if len(text) > LONGEST:
        raise RefusedError(Refusal.TOO_LONG)
    if _GAP.search(text):
        raise RefusedError(Refusal.PLACEHOLDER)
    return text


def reason(text: str) -> str:
    """Return the reason of a command, trimmed.

    Raises:
        RefusedError: there is none.
    """
    if not text.strip():
        raise RefusedError(Refusal.REASONLESS)
    return text.strip()[:LONGEST]
