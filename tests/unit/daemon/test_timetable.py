import threading

from mailcare.daemon.timetable import SLOW, SPARE, Timetable


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


def put_on(table: Timetable, lane: str, *names: str) -> None:
    for name in names:
        table.put(name, 0, lane)


def test_a_server_takes_only_so_many_workers() -> None:
    table = Timetable(workers=8, per_lane=2)
    put_on(table, "slow", "a", "b", "c")
    put_on(table, "quick", "d")
    assert [table.take(1) for _ in range(4)] == ["a", "b", "d", None]
    table.give_back("b", due=9, now=1)
    assert table.take(1) == "c"


def test_one_server_of_several_never_takes_all_workers_and_a_single_one_may() -> None:
    table = Timetable(workers=2, per_lane=4)
    put_on(table, "one", "a", "b")
    assert [table.take(1), table.take(1)] == ["a", "b"]
    table = Timetable(workers=2, per_lane=4)
    put_on(table, "one", "a", "b")
    put_on(table, "two", "c")
    assert [table.take(1), table.take(1), table.take(1)] == ["a", "c", None]


def test_a_sick_server_is_tried_with_one_mailbox_until_it_is_well() -> None:
    table = Timetable(workers=8, per_lane=2)
    put_on(table, "s", "a", "b", "c")
    assert [table.take(1), table.take(1)] == ["a", "b"]
    table.give_back("a", due=99, now=1, sick=True)
    assert table.take(1) is None
    table.give_back("b", due=99, now=1)
    assert [table.take(1), table.take(1)] == ["c", None]
    table.give_back("c", due=2, now=1, sick=False)
    put_on(table, "s", "a", "b")
    assert [table.take(1), table.take(1)] == ["a", "b"]


def test_a_mailbox_taken_out_and_put_back_while_it_is_out_is_never_out_twice() -> None:
    table = Timetable()
    table.put("vas", 0, "s")
    assert table.take(1) == "vas"
    table.remove("vas")
    table.put("vas", 0, "other")
    assert table.take(1) is None
    table.give_back("vas", due=5, now=1)
    assert [table.take(4), table.take(5), table.take(9)] == [None, "vas", None]


def test_hastening_never_delays_and_leaves_alone_what_is_out() -> None:
    table = Timetable()
    table.put("vas", 50)
    table.hasten("vas", 90)
    table.hasten("vas", 20)
    table.hasten("unknown", 1)
    assert [table.take(19), table.take(20)] == [None, "vas"]
    table.hasten("vas", 21)
    table.give_back("vas", due=60, now=20)
    assert [table.take(59), table.take(60)] == [None, "vas"]


def test_a_full_server_is_not_waited_for() -> None:
    table = Timetable(workers=4, per_lane=1)
    put_on(table, "s", "a", "b")
    table.take(1)
    waited = threading.Event()

    def wait() -> None:
        table.wait(1, at_most=30)
        waited.set()

    thread = threading.Thread(target=wait)
    thread.start()
    table.give_back("a", due=99, now=1)
    assert waited.wait(20)
    thread.join()


def test_a_mailbox_that_hangs_delays_neither_its_neighbours_nor_other_servers() -> None:
    table = Timetable(workers=2, per_lane=1)
    put_on(table, "s", "hangs", "b", "c")
    put_on(table, "t", "d", "e")
    assert [table.take(1), table.take(1), table.take(1)] == ["hangs", "d", None]
    table.give_back("d", due=99, now=2, sick=False)
    assert [table.take(2), table.take(2)] == ["e", None]
    late = 1 + SLOW
    assert [table.take(late), table.take(late)] == ["b", None]
    table.give_back("b", due=99, now=late, sick=False)
    assert table.take(late) == "c"


def test_a_server_that_hangs_altogether_is_tried_with_one_more_at_a_time_and_takes_no_all() -> None:
    table = Timetable(workers=4, per_lane=3)
    put_on(table, "dead", *(f"d{number}" for number in range(40)))
    put_on(table, "well", "w")
    assert [table.take(0) for _ in range(4)] == ["d0", "d1", "d2", "w"]
    table.give_back("w", due=0, now=0, sick=False)
    taken = [[table.take(SLOW * turn) for _ in range(3)] for turn in range(1, 6)]
    assert [one[:2] for one in taken[:3]] == [["d3", "w"], ["d4", None], ["d5", None]]
    assert taken[3:] == [[None] * 3] * 2  # six are slow: twice as many as may be out


def test_however_many_servers_hang_another_is_served() -> None:
    table = Timetable(workers=2, per_lane=2)
    for number in range(SPARE - 1):
        put_on(table, f"dead{number}", f"a{number}", f"b{number}")
    now = 1.0
    for _ in range(SPARE):
        while table.take(now):
            pass
        now += SLOW
    table.put("w", 0, "well")
    assert table.take(now) == "w"
    assert table.threads == 2 + SPARE


def test_a_worker_that_waits_is_woken_by_slowness() -> None:
    table = Timetable(workers=1)
    put_on(table, "s", "hangs", "b")
    assert table.take(0) == "hangs"
    table.wait(now=SLOW - 0.01, at_most=1000)
    assert table.take(SLOW) == "b"
