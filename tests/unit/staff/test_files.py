"""The files of a colleague's letter, as they are to go along."""

from email.message import EmailMessage

import pytest

from mailcare.intake.reading.files import MOST, AttachedFile, TooLargeError, attached_files


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "li@telecom.example"
    message["Subject"] = "Re: x"
    message.set_content("答复(带附件):见附件。")
    return message


def test_files_are_decoded_and_nothing_else_is_taken() -> None:
    message = letter()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="说明.pdf")
    message.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", filename="logo.png",
        disposition="inline", cid="<logo@x>",
    )  # fmt: skip
    quoted = EmailMessage()
    quoted["Subject"] = "earlier"
    quoted.set_content("earlier")
    message.add_attachment(quoted)
    files = attached_files(message.as_bytes())
    assert files == (AttachedFile("说明.pdf", "application/pdf", b"%PDF"),)


def test_a_letter_without_files_has_none() -> None:
    assert attached_files(letter().as_bytes()) == ()


def test_too_many_files_are_refused() -> None:
    message = letter()
    for number in range(MOST + 1):
        message.add_attachment(
            b"x", maintype="application", subtype="pdf", filename=f"{number}.pdf"
        )
    with pytest.raises(TooLargeError):
        attached_files(message.as_bytes())
