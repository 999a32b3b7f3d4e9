"""Plain text parts as a person sees them: format=flowed (RFC 3676) made whole, line ends one kind."""

import re

_LINE_ENDS = re.compile(r"\r\n|\r+\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\ufeff\u00ad]")
_DEPTH = re.compile(r">*")


def tidy(text: str) -> str:
    """Return text with ``\\n`` line ends and without control characters."""
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))


def unflow(text: str, *, delete_space: bool) -> str:
    """Return the paragraphs of format=flowed text, each on one line; quotes stay marked."""
    out: list[str] = []
    flowing: tuple[int, str] | None = None
    for line in text.split("\n"):
        depth = _DEPTH.match(line).end()  # type: ignore[union-attr] # matches the empty string too
        content = line[depth:]
        content = content.removeprefix(" ")
        is_delimiter = content == "-- "
        if flowing and (flowing[0] != depth or is_delimiter):
            out.append(_marked(*flowing))
            flowing = None
        whole = (flowing[1] if flowing else "") + content
        if content.endswith(" ") and not is_delimiter:
            flowing = (depth, whole[:-1] if delete_space else whole)
        else:
            out.append(_marked(depth, whole))
            flowing = None
    if flowing:
        out.append(_marked(*flowing))
    return "\n".join(out)


def _marked(depth: int, content: str) -> str:
    """Return a line with its quote marks."""
    return f"{'>' * depth} {content}" if depth else content
