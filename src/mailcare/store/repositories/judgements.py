"""Judgements as rows: words in clear, whatever quotes the letter sealed."""

from typing import Any

from sqlalchemy import Row

from mailcare.model.judgement import Judgement
from mailcare.store.codec import dump_judgement_texts, load_judgement_texts
from mailcare.store.repositories.base import columns
from mailcare.store.sealing import Sealer

_CLEAR = (
    "decision",
    "suggested",
    "scope",
    "unit",
    "kind",
    "category",
    "language",
    "confidence",
    "automatic",
    "reply_by_phone",
    "escalation",
    "official",
    "about_staff",
    "colleague",
    "copy_only",
    "outsider",
)
"""The fields that hold enums, flags and names of the config; all others are sealed."""


def to_row(judgement: Judgement, sealer: Sealer, key_id: str) -> dict[str, Any]:
    """Return the columns of `judgement`, its texts sealed under `key_id`."""
    values: dict[str, Any] = {name: getattr(judgement, name) for name in _CLEAR}
    values["texts"] = sealer.seal_text(dump_judgement_texts(judgement), key_id)
    return values


def from_row(row: Row[Any], sealer: Sealer, key_id: str) -> Judgement:
    """Return the judgement that `to_row` wrote."""
    values = columns(row)
    texts = load_judgement_texts(sealer.open_text(row.texts, key_id))
    return Judgement(**{name: values[name] for name in _CLEAR}, **texts)
