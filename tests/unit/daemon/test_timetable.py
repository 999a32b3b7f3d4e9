from mailcare.daemon.timetable import Timetable


def test_hands_out_what_has_been_due_longest_first() -> None:
    table = Timetable()
    table.put("vas", 20)
    table.put("idc", 10)
    assert table.take(5) is None
    assert [table.take(25), table.take(25), table.take(25)] == ["idc", "vas", None]


def test_a_mailbox_that_is_out_is_not_handed_out_again() -> None:
    table = Timetable()
    table.put("vas", 0)
    assert table.take(1) == "vas"
    table.put("vas", 0)
    assert table.take(2) is None
    table.give_back("vas", due=60, now=3)
    assert table.take(59) is None
    assert table.take(60) == "vas"


def test_waking_a_mailbox_that_is_out_makes_it_due_when_given_back() -> None:
    table = Timetable()
    table.put("vas", 0)
    table.take(0)
    table.wake("vas", 1)
    table.give_back("vas", due=100, now=2)
    assert table.take(2) == "vas"


def test_a_removed_mailbox_does_not_come_back() -> None:
    table = Timetable()
    table.put("vas", 0)
    table.take(0)
    table.remove("vas")
    table.give_back("vas", due=1, now=1)
    assert table.take(5) is None
    assert table.names() == frozenset()


def test_an_earlier_due_time_replaces_a_later_one() -> None:
    table = Timetable()
    table.put("vas", 100)
    table.put("vas", 10)
    assert table.take(10) == "vas"
    assert table.take(200) is None


def test_a_closed_timetable_hands_out_nothing() -> None:
    table = Timetable()
    table.put("vas", 0)
    table.close()
    table.wait(0, 60)
    assert table.take(1) is None
