"""The copy of a line that is compared with words of ours."""

from mailcare.triage.text import fold, simplify_chars


def shape(line: str) -> str:
    """Return the copy of a line that is compared: half width, simplified, lower case.

    It is as long as the folded line, whose places lead back to the original.
    """
    simple = simplify_chars(fold(line).text)
    if simple.isascii():
        return simple.lower()
    return "".join(low if len(low := char.lower()) == 1 else char for char in simple)
