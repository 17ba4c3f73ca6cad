import asyncio
import multiprocessing
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from storefront.adapters.sqlite import InconsistentShopError, SqliteShop
from storefront.changes import Change, ChangeItems, ReturnItems
from storefront.exchange.reading import read_shop
from storefront.exchange.writing import write_shop
from storefront.model import Order, OrderStatus, ShopData
from storefront.policy import Policy, ReturnRules
from storefront.port import Command, KeyReusedError, NotAllowedError, Shop, ShopUnavailableError
from tests.contract.shop_changes_contract import CHANGES, DATA, ShopChangesContract, command
from tests.contract.shop_contract import CANCEL, POLICY, ShopContract
from tests.shop_samples import PENDING, SHOP
from tests.situations import lines


class SqliteShops:
    async def shop_with(self, data: ShopData, policy: Policy, folder: Path) -> Shop:
        shop = SqliteShop(folder / "shop.db", policy)
        await shop.load(data)
        return shop


class TestSqliteShop(SqliteShops, ShopContract):
    """Reading and cancelling."""


class TestSqliteShopChanges(SqliteShops, ShopChangesContract):
    """Every change."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder #1" / "shop.db"


@pytest.fixture
async def shop(path: Path) -> SqliteShop:
    shop = SqliteShop(path, POLICY)
    await shop.load(SHOP)
    return shop


async def test_dump_gives_back_what_was_loaded(shop: SqliteShop):
    assert await shop.dump() == SHOP


async def test_a_second_load_replaces_the_shop_and_keeps_receipts(shop: SqliteShop):
    receipt = await shop.apply(CANCEL)
    smaller = ShopData(SHOP.customers, SHOP.products, (PENDING,))
    await shop.load(smaller)
    assert await shop.dump() == smaller
    assert await shop.receipts("conversation-1") == (receipt,)


@pytest.mark.parametrize(
    "broken",
    [
        replace(SHOP, customers=(*SHOP.customers, SHOP.customers[0])),
        replace(SHOP, orders=(replace(PENDING, customer_id="nobody"),)),
        replace(SHOP, orders=(PENDING, replace(PENDING, order_id="pl1001"))),
        replace(
            SHOP, products=(replace(SHOP.products[0], variants=(replace(SHOP.products[0].variants[0], stock=-1),)),)
        ),
    ],
)
async def test_a_load_that_fails_leaves_the_shop_as_it_was(shop: SqliteShop, broken: ShopData):
    with pytest.raises(InconsistentShopError):
        await shop.load(broken)
    assert await shop.dump() == SHOP


async def test_a_shop_is_loaded_only_after_a_load_that_succeeded(path: Path):
    shop = SqliteShop(path)
    assert not await shop.is_loaded()
    with pytest.raises(InconsistentShopError):
        await shop.load(replace(SHOP, orders=(replace(PENDING, customer_id="nobody"),)))
    assert not await shop.is_loaded()
    await shop.load(SHOP)
    assert await shop.is_loaded()


async def test_a_missing_file_is_an_unavailable_shop_and_is_not_created(tmp_path: Path):
    path = tmp_path / "shop.db"
    with pytest.raises(ShopUnavailableError):
        await SqliteShop(path).products()
    assert not await asyncio.to_thread(path.exists)


@pytest.fixture
def corrupt(tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    path.write_bytes(b"not a database at all" * 500)
    return path


async def test_a_corrupt_file_is_an_unavailable_shop(corrupt: Path):
    shop = SqliteShop(corrupt)
    for call in (shop.products(), shop.is_loaded(), shop.apply(CANCEL), shop.load(SHOP)):
        with pytest.raises(ShopUnavailableError):
            await call


async def test_a_shop_of_another_schema_version_is_unavailable_even_to_a_load(shop: SqliteShop, path: Path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for call in (shop.products(), shop.load(SHOP)):
        with pytest.raises(ShopUnavailableError, match="version 99"):
            await call


async def test_a_file_from_before_there_were_invoices_is_brought_up_to_date(shop: SqliteShop, path: Path):
    before = replace(SHOP, orders=tuple(replace(order, invoice=None) for order in SHOP.orders))
    await shop.load(before)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE invoices")
        connection.execute("PRAGMA user_version = 1")
    dumps = await asyncio.gather(*(SqliteShop(path).dump() for _ in range(4)))
    assert dumps == [before] * 4
    await shop.load(SHOP)
    assert await shop.dump() == SHOP


@pytest.fixture
def locked(shop: SqliteShop, path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


async def test_a_locked_shop_can_be_read_but_not_changed(shop: SqliteShop, locked: None):
    assert await shop.order("PL1001") == PENDING
    loop = asyncio.get_running_loop()
    start = loop.time()
    with pytest.raises(ShopUnavailableError):
        await shop.apply(CANCEL)
    assert loop.time() - start < 4
    assert await shop.order("PL1001") == PENDING
    assert await shop.receipts("conversation-1") == ()


async def test_the_loop_goes_on_while_the_shop_is_locked(shop: SqliteShop, locked: None):
    waiting = asyncio.create_task(shop.apply(CANCEL))
    ticks = 0
    while not waiting.done():
        await asyncio.sleep(0.05)
        ticks += 1
    with pytest.raises(ShopUnavailableError):
        await waiting
    assert ticks > 20


async def test_a_key_of_another_change_is_refused(shop: SqliteShop):
    await shop.apply(CANCEL)
    for other in (replace(CANCEL, customer_id="C2"), replace(CANCEL, order_id="PL1002")):
        with pytest.raises(KeyReusedError):
            await shop.apply(other)


async def test_a_change_is_written_to_the_audit_log_once(shop: SqliteShop, path: Path):
    await shop.apply(CANCEL)
    await shop.apply(CANCEL)
    with pytest.raises(NotAllowedError):
        await shop.apply(replace(CANCEL, key="key-2"))
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT kind, key, conversation_id, turn_id, customer_id, order_id FROM audit")
        assert rows.fetchall() == [("cancel_order", "key-1", "conversation-1", "turn-1", "C1", "#PL1001")]


@pytest.mark.parametrize(("change", "order"), CHANGES)
async def test_a_change_that_fails_half_way_leaves_nothing(
    shop: SqliteShop, path: Path, change: Change, order: Order | None
):
    await shop.load(DATA)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        connection.commit()
    with pytest.raises(ShopUnavailableError):
        await shop.apply(command(change, order.order_id if order else ""))
    assert await shop.dump() == DATA
    assert await shop.receipts("conversation-1") == ()


async def test_every_change_survives_an_export_and_an_import(shop: SqliteShop, path: Path, tmp_path: Path):
    await shop.load(DATA)
    for number, change in enumerate((ReturnItems(lines(("1", 1))), ChangeItems(lines(("1", 1, "MUG-SAND")), "ali-1"))):
        order_id = "PL1004" if isinstance(change, ReturnItems) else "PL1001"
        relaxed = SqliteShop(path, replace(POLICY, returns=ReturnRules(method_required=False)))
        await relaxed.apply(command(change, order_id, key=f"key-{number}"))
    data = await shop.dump()
    write_shop(data, tmp_path / "exported")
    assert read_shop(tmp_path / "exported") == data


async def test_receipts_of_older_versions_which_do_not_name_their_change_are_still_given_again(
    shop: SqliteShop, path: Path
):
    first = await shop.apply(CANCEL)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE receipts SET facts = json_remove(facts, '$.change')")
        connection.commit()
    again = await shop.apply(CANCEL)
    assert again.facts == {name: value for name, value in first.facts.items() if name != "change"}


def cancel_in_a_process(path: Path, command: Command, start: float, results: "multiprocessing.Queue[str]") -> None:
    import time

    time.sleep(max(0.0, start - time.time()))
    try:
        receipt = asyncio.run(SqliteShop(path, POLICY).apply(command))
    except NotAllowedError as error:
        results.put(f"refused {error.reason}")
    else:
        results.put(f"receipt {receipt.key} {receipt.turn_id}")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("same", "same"), {"receipt same turn-0", "receipt same turn-1"}),
        (("left", "right"), {"receipt left turn-0", "receipt right turn-1"}),
    ],
)
async def test_two_processes_at_once_cancel_once(
    shop: SqliteShop, path: Path, keys: tuple[str, str], expected: set[str]
):
    import time

    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    start = time.time() + 1.5
    processes = [
        context.Process(
            target=cancel_in_a_process, args=(path, replace(CANCEL, key=key, turn_id=f"turn-{i}"), start, results)
        )
        for i, key in enumerate(keys)
    ]
    for process in processes:
        process.start()
    answers = [await asyncio.to_thread(results.get, True, 30) for _ in processes]
    for process in processes:
        await asyncio.to_thread(process.join, 30)
        assert process.exitcode == 0
    receipts = {answer for answer in answers if answer.startswith("receipt")}
    assert len(receipts) == 1 and receipts <= expected
    if keys[0] != keys[1]:
        assert "refused already_cancelled" in answers
    order = await shop.order("PL1001")
    assert order is not None and order.status is OrderStatus.CANCELLED
    assert [payment.kind for payment in order.payments] == ["payment", "payment", "refund", "refund"]
    assert len(await shop.receipts("conversation-1")) == 1
