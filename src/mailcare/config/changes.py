"""What a running daemon can't take over from a new config."""

from mailcare.config.problems import Problem
from mailcare.config.schema import Config

_FIXED = ("state_dir", "database", "key_dir")


def changes(old: Config, new: Config) -> tuple[Problem, ...]:
    """Return the changes from `old` to `new` that need a restart; a reload must refuse them."""
    return tuple(
        Problem(("storage", key), "another value than the running one", "a restart instead")
        for key in _FIXED
        if getattr(old.storage, key) != getattr(new.storage, key)
    )
