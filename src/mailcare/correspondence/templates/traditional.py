"""Traditional Chinese by converting our own words; names and what users wrote stay untouched."""

from functools import cache
from typing import Protocol


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter() -> _Converter:
    from opencc import OpenCC  # noqa: PLC0415 - 0.1 s to load, for letters that are rare

    converter: _Converter = OpenCC("s2tw")
    return converter


@cache
def traditional(text: str) -> str:
    """Return `text`, written by us in Simplified Chinese, in Traditional Chinese.

    Words stay those of Shanghai, and ASCII such as ``{{ due }}`` as it is. One word is mended that
    the converter takes for 重複.
    """
    return _converter().convert(text).replace("回複", "回覆")
