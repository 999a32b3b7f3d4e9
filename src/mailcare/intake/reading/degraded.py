"""The second try, for a letter that broke the first: header section and first text part only."""

from mailcare.model.letter import Message


def read_degraded(raw: bytes) -> Message:
    """Return what can be had of `raw` without parsing its structure; `degraded` is set."""
    return Message(text=raw[:1000].decode("utf-8", "replace"), degraded=True, lossy=True)
