"""The written application (书面申请) for more room, ready to be signed (R12, 附件三 7.5.4).

figures    what it says: from config and samples, pure
chart      growth and forecast as a picture
document   the Word file

Digits, dates and lines only are drawn: Chinese text is left to the fonts of whoever reads it.
"""

from mailcare.supervision.application.document import write_application
from mailcare.supervision.application.figures import Figures, collect

__all__ = ["Figures", "collect", "write_application"]
