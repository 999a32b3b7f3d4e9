"""What colleagues answered from their webmail, as the Sent folder of a real Dovecot tells."""

import pytest

from mailcare.intake.answered import SentFolder
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.imap import ImapAccount, ImapSession, open_session
from servers.dovecot import DovecotServer, LabUser

pytestmark = pytest.mark.server


def letter(message_id: str) -> bytes:
    return f"From: u@lab.test\r\nMessage-ID: {message_id}\r\n\r\nhelp\r\n".encode()


def answer_to(message_id: str) -> bytes:
    head = f"From: vas@lab.test\r\nIn-Reply-To: {message_id}\r\nReferences: <a@x>\r\n {message_id}"
    return f"{head}\r\nMessage-ID: <own@lab.test>\r\n\r\ndone\r\n".encode()


def open_on(server: DovecotServer, keeper: DeadlineKeeper, user: LabUser) -> ImapSession:
    account = ImapAccount(
        server.host, server.imaps_port, "tls", user.name, lambda: user.password, server.ca_file
    )
    return open_session(account, keeper)


def test_a_letter_that_was_answered_from_webmail_is_known_as_answered(
    dovecot: DovecotServer, keeper: DeadlineKeeper
) -> None:
    user = dovecot.new_user()
    dovecot.append(user, answer_to("<one@lab.test>"), folder="Sent")
    session, sent = open_on(dovecot, keeper, user), SentFolder()
    sent.refresh(session)
    assert sent.answers(letter("<one@lab.test>"))
    assert not sent.answers(letter("<two@lab.test>"))
    dovecot.append(user, answer_to("<two@lab.test>"), folder="Sent")
    sent.refresh(session)
    assert sent.answers(letter("<two@lab.test>"))
    session.close()


def test_a_letter_without_message_id_counts_as_unanswered(
    dovecot: DovecotServer, keeper: DeadlineKeeper
) -> None:
    user = dovecot.new_user()
    session, sent = open_on(dovecot, keeper, user), SentFolder()
    sent.refresh(session)
    assert not sent.answers(b"From: u@lab.test\r\n\r\nMessage-ID: <one@lab.test>\r\n")
    session.close()
