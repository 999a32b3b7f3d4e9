"""What the reader bears; beyond these, content is left out and the letter says so in its notes."""

HEADER_BYTES = 256 * 1024
"""Bytes of a header section that are looked at."""
PART_FIELDS = 100
"""Header fields of a part that are looked at."""
FIELD_BYTES = 32 * 1024
"""Bytes of one header field that are decoded."""
FIELDS = 1_000
"""Header fields of one section that are looked at."""
FIELD_CHARS = 4_000
"""Characters of one decoded field that a Message keeps."""
FIELD_VALUES = 400
"""Decoded field values that a Message keeps."""
PARTS = 1_000
"""Leaf parts that are looked at."""
DEPTH = 40
"""Nesting of multiparts that is handed to the MIME parser; what lies deeper is lifted up."""
TEXT_BYTES = 2 * 1024 * 1024
"""Decoded bytes of one text part."""
TEXT_PARTS = 64
"""Text parts that are decoded."""
TEXT_CHARS = 500_000
"""Characters of a Message's text."""
LINES = 20_000
"""Lines of text that are looked at for quoted mail."""
HTML_CHARS = 1_000_000
"""Characters of HTML whose text is looked for."""
DEEP_HTML_CHARS = 400_000
"""Characters of HTML that is nested too deep for the parser."""
HTML_DEPTH = 1_500
"""Open elements up to which HTML is given to the parser, whose cost grows with their square."""
NESTED_BYTES = 4 * 1024 * 1024
"""Bytes of an attached letter whose text is looked at."""
