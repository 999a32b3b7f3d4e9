"""What a running daemon can't take over from a new config."""

from mailcare.config.problems import Problem
from mailcare.config.schema import Config

_FIXED = (
    ("storage", "state_dir"),
    ("storage", "database"),
    ("storage", "key_dir"),
    ("daemon", "poll_workers"),
    ("daemon", "handle_workers"),
    ("daemon", "reader_processes"),
    ("daemon", "reader_seconds"),
    ("daemon", "reader_memory"),
    ("monitoring", "metrics_port"),
)
"""What was opened or started once: a reload that seemed to change it would be a lie."""


def changes(old: Config, new: Config) -> tuple[Problem, ...]:
    """Return the changes from `old` to `new` that need a restart; a reload must refuse them."""
    return tuple(
        Problem((section, key), "another value than the running one", "a restart instead")
        for section, key in _FIXED
        if _value(old, section, key) != _value(new, section, key)
    )


def _value(config: Config, section: str, key: str) -> object:
    value: object = getattr(getattr(config, section), key)
    return value
