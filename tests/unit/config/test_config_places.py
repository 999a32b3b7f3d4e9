"""An error names the line it stands at, and the full-width sign that an input method left."""

from pathlib import Path

import pytest

from mailcare.config import parse
from mailcare.config.places import line_of
from mailcare.errors import ConfigError

TEXT = '''\
top = 1
[units.vas]
title = """
staff = "inside a long string"
"""
staff = [
    "a@telecom.example",
]
[[units.vas.phrases]]
text = "one"
[[units.vas.phrases]]
text = "two"
["mailboxes"."my box"]
imap = {host = "h", port = 1}
imap.user = "u"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 1),
        (("units", "vas"), 2),
        (("units", "vas", "staff", 0), 6),
        (("units", "vas", "phrases", 1, "text"), 12),
        (("units", "vas", "phrases", 0, "weight"), 9),
        (("mailboxes", "my box", "imap", "host"), 14),
        (("mailboxes", "my box", "imap", "user"), 15),
        (("elsewhere",), None),
    ],
)
def test_the_line_of_a_key_is_where_it_or_its_table_is_written(
    path: tuple[str | int, ...], line: int | None
) -> None:
    assert line_of(TEXT, path) == line


def told(text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        parse(text, Path("/etc/mailcare/config.toml"))
    return str(caught.value)


def test_an_error_of_a_value_names_its_line() -> None:
    assert "/etc/mailcare/config.toml:2: daemon.poll_wokers: " in told(
        "[daemon]\npoll_wokers = 3\n"
    )


def test_full_width_signs_are_named_with_the_right_ones() -> None:
    said = told("[organisation]\nname = “中国电信”\n")
    assert "at line 2" in said
    assert '“ should be ", ” should be "' in said


def test_full_width_signs_inside_strings_are_nobody_s_business() -> None:
    assert "full-width" not in told('[organisation]\nname = "中国，电信" x\n')
