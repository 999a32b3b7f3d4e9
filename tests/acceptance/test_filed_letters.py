"""A person overrules what was filed, beside the running daemon."""

import pytest

from acceptance import letters
from acceptance.site import Site
from mailcare.model.case import State
from mailcare.model.place import LetterState

pytestmark = [pytest.mark.server, pytest.mark.slow]


def test_a_letter_that_a_person_vouches_for_goes_to_staff_and_to_nobody_else(site: Site) -> None:
    site.start()
    sender = site.send(letters.newsletter())
    site.settle(1)
    (filed,) = site.json("aside", "list", "--filed")
    done = site.run("case", "open-from", str(filed["letter"]))
    assert done.returncode == 0, done.stderr
    (notice,) = site.await_mails("vas-staff")
    (case,) = site.cases()
    assert (case.number in done.stdout, case.view.state) == (True, State.REVIEW)
    assert case.number in notice.subject
    assert site.await_delivery(sender).keys() == {"vas-staff"}
    assert site.json("aside", "list", "--filed") == []


def test_a_filed_letter_brought_back_is_judged_by_the_daemon_once_more(site: Site) -> None:
    site.start()
    site.send(letters.newsletter())
    site.settle(1)
    (filed,) = site.json("aside", "list", "--filed")
    before = len(site.lines("letter.handled"))
    assert site.run("aside", "replay", "--filed", str(filed["letter"])).returncode == 0
    site.wait(lambda: len(site.lines("letter.handled")) > before, "it is handled again")
    assert site.letters(LetterState.HANDLED) == 1
    assert site.json("aside", "list", "--filed") == [filed]
    assert site.cases() == []
