"""The application as a Word file: A4, Chinese fonts by name, so that every office can edit it.

Punctuation is that of official letters (GB/T 15834), whatever the sentences are written with.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from mailcare.supervision.application import wording
from mailcare.supervision.application.chart import draw_chart
from mailcare.supervision.application.figures import Figures

if TYPE_CHECKING:
    from docx.document import Document as DocumentObject
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_BODY, _HEAD, _LATIN = "宋体", "黑体", "Times New Roman"
_BOX = "□"
_NARROW, _WIDE = Cm(4.2), Cm(11.6)


def write_application(figures: Figures) -> bytes:
    """Return the application as a .docx file."""
    document = _blank(figures)
    _heading(document, figures)
    _section(document, wording.REGISTERED)
    _table(document, wording.registered(figures))
    _section(document, wording.GROWTH)
    _table(document, wording.growth(figures))
    _section(document, wording.CHART)
    _picture(document, figures)
    _section(document, wording.DONE)
    _list(document, wording.done(figures), numbered=True)
    _section(document, wording.ASKED)
    _list(document, wording.asked(figures), numbered=False)
    _signatures(document)
    _note(document, wording.footer(figures))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _blank(figures: Figures) -> "DocumentObject":
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.6)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _LATIN, Pt(11)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)
    style.paragraph_format.space_after = Pt(4)
    properties = document.core_properties
    properties.author = properties.last_modified_by = figures.organisation
    properties.title, properties.comments = wording.TITLE, ""
    properties.created = properties.modified = figures.now.replace(tzinfo=None)
    return document


def _heading(document: "DocumentObject", figures: Figures) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(10)
    _write(title, wording.TITLE, _HEAD, 18, bold=True)
    _write(document.add_paragraph(), f"{figures.to}:", _BODY, 12)
    for text in (wording.opening(figures), wording.reason()):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Pt(24)
        paragraph.paragraph_format.line_spacing = 1.3
        _write(paragraph, text, _BODY, 12)
    signed = document.add_paragraph()
    signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(signed, f"{figures.organisation} {figures.unit}", _BODY, 12)


def _write(
    paragraph: "Paragraph", text: str, font: str, size: float, *, bold: bool = False
) -> None:
    run = paragraph.add_run(wording.formal(text))
    run.font.name, run.font.size, run.bold = _LATIN, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 - the library has no other way to name a Chinese font


def _section(document: "DocumentObject", text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True
    _write(paragraph, text, _HEAD, 12, bold=True)


def _table(document: "DocumentObject", rows: Iterable[wording.Row]) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for label, value in rows:
        cells = table.add_row().cells
        _fill(cells[0], label, _NARROW, _HEAD)
        _fill(cells[1], value, _WIDE, _BODY)
    for column, width in zip(table.columns, (_NARROW, _WIDE), strict=True):
        column.width = width


def _fill(cell: "_Cell", text: str, width: Cm, font: str) -> None:
    cell.width = width
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0.5)
    _write(paragraph, text, font, 10.5)


def _picture(document: "DocumentObject", figures: Figures) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run().add_picture(BytesIO(draw_chart(figures)), width=Cm(15.8))
    caption = document.add_paragraph()
    what = "信件数" if figures.by_count else "容量"
    _write(caption, wording.CAPTION.format(what=what), _BODY, 9)


def _list(document: "DocumentObject", texts: Iterable[str], *, numbered: bool) -> None:
    for number, text in enumerate(texts, 1):
        mark = f"{number}. " if numbered else f"{_BOX} "
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True  # what is asked stands where it is signed
        _write(paragraph, mark + text, _BODY, 11)


def _signatures(document: "DocumentObject") -> None:
    """Leave room to sign: for who asks, and for who decides."""
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for left, right in zip(wording.SIGNATURES, wording.OPINION, strict=True):
        row = table.add_row()
        row.height = Cm(1.3)
        for cell, label in zip(row.cells, (left, right), strict=True):
            blank = "    年  月  日" if label == wording.SIGNATURES[-1] else ""
            _fill(cell, f"{label}:{blank}", Cm(7.9), _BODY)
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _note(document: "DocumentObject", text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(6)
    _write(paragraph, text, _BODY, 9)
