"""The part of a hand-over's mails that another mailcare reads; their text says the same."""

from mailcare.casework import peer, templates
from mailcare.casework.peer import HandOver, PartKind, PeerPart
from mailcare.correspondence.compose import Part
from mailcare.correspondence.compose.parts import file_part
from mailcare.correspondence.slots import Matter, answer_by
from mailcare.model.case import Case
from mailcare.model.letter import Address

_KINDS = {
    templates.CONFIRMATION: PartKind.CONFIRMATION,
    templates.RESULT: PartKind.ANSWER,
    templates.RETURNED: PartKind.RETURN,
}
_LONGEST = 20_000


def dispatch_part(matter: Matter, case: Case, token: str) -> Part:
    """Return the part of a dispatch or of its reminder."""
    part = PeerPart(
        PartKind.DISPATCH, case.number, token, _serial(matter, "serial"), _hand_over(matter, case)
    )
    return _file(part)


def answer_part(matter: Matter, case: Case) -> Part | None:
    """Return the part that answers a dispatch; None where that came without a part."""
    token = matter.word("origin_token")
    if not token:
        return None
    part = PeerPart(
        _KINDS[matter.intent.template],
        matter.word("origin_number"),
        token,
        _serial(matter, "origin_serial"),
        reference=case.number,
        text=matter.note[:_LONGEST],
        answered=matter.intent.facts.get("answered") is True,
    )
    return _file(part)


def _hand_over(matter: Matter, case: Case) -> HandOver:
    texts, view = matter.texts, case.view
    return HandOver(
        received_at=view.received_at,
        user=Address(texts.user.address[:254], texts.user.name[:100]),
        elements=texts.elements,
        owner=view.owner or "",
        confirm_by=matter.when("confirm_by"),
        due=matter.when("due"),
        answer_by=answer_by(matter),
        special_demand=matter.word("special_demand"),
        reply_by_phone=bool(matter.facts.get("reply_by_phone")),
        category=view.category,
        language=view.language,
        subject=texts.subject[:1000],
        message_id=texts.message_id[:1000],
    )


def _serial(matter: Matter, name: str) -> int:
    value = matter.facts.get(name)
    return value if isinstance(value, int) else 0


def _file(part: PeerPart) -> Part:
    return file_part(peer.TYPE, peer.FILE, peer.dump(part))
