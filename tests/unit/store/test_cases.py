from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailcare.errors import ConflictError, NotFoundError, VaultError
from mailcare.model.case import EventKind, State
from mailcare.model.letter import Address
from mailcare.model.place import Mode
from mailcare.store import Store, Tx
from mailcare.store.engine import build_engine, to_url
from mailcare.vault import Vault
from unit.store.builders import (
    HOUR,
    NOW,
    SHANGHAI,
    TEXTS,
    USER,
    VIEW,
    add_case,
    add_letter,
    opened,
)


def test_a_case_comes_back_as_it_was_written(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    assert (case.number, case.total, case.key_id) == ("VAS-202611-0001", 1, key_id)
    assert (case.events, case.view) == ((opened(),), VIEW)
    assert store.read(lambda tx: tx.cases.get("VAS-202611-0001")) == case
    assert store.read(lambda tx: tx.cases.texts(case)) == TEXTS
    with pytest.raises(NotFoundError):
        store.read(lambda tx: tx.cases.get("VAS-202611-0002"))


def test_a_letter_opens_one_case(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))

    def again(tx: Tx) -> None:
        tx.cases.open(
            mailbox_id=case.mailbox_id,
            unit_prefix="IDC",
            key_id=key_id,
            events=[opened()],
            view=VIEW,
            texts=TEXTS,
            letter_id=1,
            now=NOW,
            tz=SHANGHAI,
        )

    with pytest.raises(ConflictError, match=r"cases\.letter_id"):
        store.run(again)
    assert len(store.read(lambda tx: tx.cases.list())) == 1


def test_the_month_is_the_organisations(store: Store, key_id: str) -> None:
    letter = store.run(lambda tx: add_letter(tx, key_id))
    case = store.run(
        lambda tx: tx.cases.open(
            mailbox_id=letter.mailbox_id,
            unit_prefix="VAS",
            key_id=key_id,
            events=[opened()],
            view=VIEW,
            texts=TEXTS,
            letter_id=letter.id,
            now=datetime(2026, 11, 30, 16, 0, tzinfo=UTC),
            tz=SHANGHAI,
        )
    )
    assert case.number == "VAS-202612-0001"


def test_numbers_have_no_gaps_under_load(store: Store, key_id: str) -> None:
    def open_some(worker: int) -> list[tuple[str, int]]:
        prefix = ("VAS", "IDC")[worker % 2]
        made = []
        for n in range(20):
            key = f"{worker}-{n}"
            case = store.run(lambda tx, k=key: add_case(tx, key_id, k, prefix=prefix))  # type: ignore[misc]
            made.append((case.number, case.total))
        return made

    with ThreadPoolExecutor(16) as pool:
        made = [pair for pairs in pool.map(open_some, range(16)) for pair in pairs]
    assert sorted(made) == sorted(
        (f"{prefix}-202611-{n:04d}", n) for prefix in ("VAS", "IDC") for n in range(1, 161)
    )


def test_a_rollback_leaves_no_gap(store: Store, key_id: str) -> None:
    def fail(tx: Tx) -> None:
        add_case(tx, key_id)
        raise LookupError

    with pytest.raises(LookupError):
        store.run(fail)
    case = store.run(lambda tx: add_case(tx, key_id))
    assert (case.number, case.total) == ("VAS-202611-0001", 1)


def test_appending_moves_ledger_and_projection_together(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    view = replace(VIEW, state=State.CLOSED, next_check_at=None, clocks=())
    texts = replace(TEXTS, user=Address("other@users.example"))
    closed = opened(2, EventKind.CLOSED)
    grown = store.run(lambda tx: tx.cases.append(case, [closed], view, texts))
    assert (grown.events, grown.view) == ((opened(), closed), view)
    assert store.read(lambda tx: tx.cases.by_id(case.id)) == grown
    assert store.read(lambda tx: tx.cases.texts(case)) == texts
    assert grown.number == case.number


def test_a_ledger_that_has_grown_refuses_what_was_built_on_less(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    store.run(lambda tx: tx.cases.append(case, [opened(2, EventKind.NOTED)], VIEW))
    stale = replace(VIEW, state=State.WITHDRAWN)
    for events in ([opened(2, EventKind.WITHDRAWN)], []):
        with pytest.raises(ConflictError, match="changed meanwhile"):
            store.run(lambda tx, e=events: tx.cases.append(case, e, stale))  # type: ignore[misc]
    with pytest.raises(ConflictError, match="continue the ledger"):
        store.run(lambda tx: tx.cases.append(case, [opened(3)], stale))
    kept = store.read(lambda tx: tx.cases.by_id(case.id))
    assert ([event.kind for event in kept.events], kept.view) == (
        [EventKind.OPENED, EventKind.NOTED],
        VIEW,
    )


def test_the_sweep_finds_what_is_due_by_columns(store: Store, key_id: str) -> None:
    views = [replace(VIEW, next_check_at=at) for at in (NOW + HOUR, NOW, None)]
    made = [
        store.run(lambda tx, n=n, v=view: add_case(tx, key_id, f"c{n}", v))  # type: ignore[misc]
        for n, view in enumerate(views)
    ]
    assert store.read(lambda tx: tx.cases.due(NOW)) == [made[1]]
    assert store.read(lambda tx: tx.cases.due(NOW + HOUR)) == [made[1], made[0]]
    assert store.read(lambda tx: tx.cases.due(NOW + HOUR, limit=1)) == [made[1]]


def test_lists_by_state_unit_and_overdue(store: Store, key_id: str) -> None:
    views = {
        "open": VIEW,
        "promised": replace(VIEW, next_due_at=None, promised_due=NOW + HOUR, unit="idc"),
        "closed": replace(VIEW, state=State.CLOSED),
        "later": replace(VIEW, next_due_at=NOW + 90 * HOUR, promised_due=None),
        "shadow": replace(VIEW, mode=Mode.SHADOW),
        "told": replace(VIEW, state=State.NOT_ACCEPTED, next_due_at=None),
        "untold": replace(VIEW, state=State.NOT_ACCEPTED),
    }
    for name, view in views.items():
        store.run(lambda tx, n=name, v=view: add_case(tx, key_id, n, v))  # type: ignore[misc]

    def numbers(**wanted: object) -> list[int]:
        return [case.total for case in store.read(lambda tx: tx.cases.list(**wanted))]  # type: ignore[arg-type]

    assert numbers() == [7, 6, 5, 4, 3, 2, 1]
    assert numbers(state=State.CLOSED) == [3]
    assert numbers(unit="idc") == [2]
    assert numbers(overdue_at=NOW + 31 * HOUR) == [2, 1, 7]
    assert numbers(overdue_at=NOW + 31 * HOUR, unit="vas") == [1, 7]
    assert numbers(limit=1) == [7]


def test_a_persons_cases_are_found_by_address_phone_and_device(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    phone, device = TEXTS.elements.phone, TEXTS.elements.device_number
    assert phone
    assert device

    def found(address: str, *numbers: str, since: datetime = NOW - HOUR) -> list[int]:
        return [
            one.id for one in store.read(lambda tx: tx.cases.of_person(address, numbers, since))
        ]

    assert found(USER.address.upper()) == [case.id]
    assert found("n@users.example") == []
    assert found("n@users.example", f"+86 {phone.value[:3]}-{phone.value[3:]}") == [case.id]
    assert found("n@users.example", device.value.upper()) == [case.id]
    assert found("", "", "用户表示不清楚", "12") == []
    assert found(USER.address, since=NOW + HOUR) == []


def test_a_destroyed_key_destroys_the_texts_and_keeps_the_ledger(
    store: Store, vault: Vault, key_id: str
) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    vault.destroy_key(key_id)
    with pytest.raises(VaultError):
        store.read(lambda tx: tx.cases.texts(case))
    assert store.read(lambda tx: tx.cases.by_id(case.id)) == case


def test_the_projection_is_in_plain_columns(store: Store, url: str, key_id: str) -> None:
    store.run(lambda tx: add_case(tx, key_id))
    engine = build_engine(to_url(url))
    with engine.connect() as connection:
        query = "SELECT state, unit, owner, category, mode FROM cases"
        row = tuple(connection.exec_driver_sql(query).one())
    engine.dispose()
    assert row == ("open", "vas", "broadband", "process", "live")
