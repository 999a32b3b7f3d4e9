"""Plain text as a person sees it: format=flowed (RFC 3676) made whole, one kind of line ends."""

import re

_LINE_ENDS = re.compile(r"\r\n|\r+\n?|[\x0b\x0c\x85\u2028\u2029]")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u00ad\u200b\u2028\u2029\ufeff]")
"""What most texts hold none of, once their line ends are line feeds."""
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\ufeff\u00ad]")
_DEPTH = re.compile(r">*")


def tidy(text: str) -> str:
    """Return text with line feeds for line ends and without control characters."""
    text = text.replace("\r\n", "\n")
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)) if _ODD.search(text) else text


def unflow(text: str, *, delete_space: bool) -> str:
    """Return the paragraphs of format=flowed text, each on one line; quotes stay marked."""
    out: list[str] = []
    flowing: list[str] = []
    level = 0
    for line in text.split("\n"):
        depth = _DEPTH.match(line).end()  # type: ignore[union-attr] # matches the empty string too
        content = line[depth:]
        content = content.removeprefix(" ")
        is_delimiter = content == "-- "
        if flowing and (level != depth or is_delimiter):
            out.append(_marked(level, flowing))
            flowing = []
        level = depth
        if content.endswith(" ") and not is_delimiter:
            flowing.append(content[:-1] if delete_space else content)
        else:
            out.append(_marked(depth, [*flowing, content]))
            flowing = []
    if flowing:
        out.append(_marked(level, flowing))
    return "\n".join(out)


def _marked(depth: int, pieces: list[str]) -> str:
    """Return a line with its quote marks."""
    content = "".join(pieces)
    return f"{'>' * depth} {content}" if depth else content
