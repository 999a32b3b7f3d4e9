"""The part of a dispatch that the other side's mailcare reads; its text says the same to people."""

import json

from mailcare.correspondence.compose import Part
from mailcare.correspondence.compose.parts import file_part
from mailcare.correspondence.slots import Matter, answer_by
from mailcare.model.case import Case
from mailcare.model.judgement import ElementName

VERSION = 1
"""Rises when a field changes its meaning; new fields may come without."""


def dispatch_part(matter: Matter, case: Case, token: str) -> Part:
    """Return the dispatch as JSON: ASCII, so that nothing on its way can spoil it."""
    found = {name.value: matter.texts.elements.get(name) for name in ElementName}
    content = {
        "mailcare": "dispatch",
        "version": VERSION,
        "number": case.number,
        "token": token,
        "unit": matter.unit,
        "owner": case.view.owner,
        "received_at": case.view.received_at.isoformat(),
        "confirm_by": matter.word("confirm_by") or None,
        "answer_by": answer_by(matter),
        "special_demand": matter.word("special_demand") or None,
        "elements": {name: element and element.value for name, element in found.items()},
    }
    data = json.dumps(content, indent=1).encode("ascii")
    return file_part("application/json", "mailcare-dispatch.json", data)
