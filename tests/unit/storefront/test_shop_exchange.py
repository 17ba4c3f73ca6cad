import gzip
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storefront.exchange import BadLineError, MissingFileError, read_shop, write_shop
from storefront.identifiers import order_key
from storefront.model import (
    Address,
    AfterSalesRequest,
    Coupon,
    Customer,
    Event,
    Invoice,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentMethod,
    Product,
    RequestedLine,
    Review,
    Shipment,
    ShipmentEvent,
    ShopData,
    Variant,
)
from tests.shop_samples import SHOP
from tests.unit.storefront.shop_files import Files, files, write


def test_a_shop_of_the_usual_shape_loads(tmp_path: Path):
    data = read_shop(write(files(), tmp_path))
    assert [order.order_id for order in data.orders] == ["#W2611340", "#W3220387"]
    assert data.customers[0].payment_methods[1] == PaymentMethod(
        "gift_card_4374071", "gift_card", "gift card", Decimal("51.00")
    )
    assert data.orders[0].placed_at is None
    assert data.products[0].variants[1].stock == 0


def test_a_written_shop_reads_back_the_same(tmp_path: Path):
    write_shop(SHOP, tmp_path)
    assert read_shop(tmp_path) == SHOP


def test_a_compressed_shop_reads_back_the_same_and_takes_the_place_of_the_plain_one(tmp_path: Path):
    write_shop(SHOP, tmp_path)
    write_shop(SHOP, tmp_path, compress=True)
    assert {path.suffix for path in tmp_path.iterdir()} == {".gz"}
    assert read_shop(tmp_path) == SHOP


def test_writing_the_same_shop_twice_gives_the_same_bytes(tmp_path: Path):
    write_shop(SHOP, tmp_path / "one", compress=True)
    write_shop(SHOP, tmp_path / "two", compress=True)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_optional_files_may_be_missing_and_the_others_may_not(tmp_path: Path):
    contents = files()
    for name in ("reviews", "events", "coupons"):
        del contents[name]
    assert read_shop(write(contents, tmp_path)).events == ()
    (tmp_path / "orders.jsonl").unlink()
    with pytest.raises(MissingFileError, match=r"orders\.jsonl"):
        read_shop(tmp_path)


def test_a_folder_that_is_none_is_named(tmp_path: Path):
    with pytest.raises(MissingFileError, match="nowhere"):
        read_shop(tmp_path / "nowhere")


def test_a_file_that_lies_there_plain_and_compressed_is_refused(tmp_path: Path):
    write(files(), tmp_path)
    (tmp_path / "orders.jsonl.gz").write_bytes(gzip.compress(b""))
    with pytest.raises(MissingFileError, match="both"):
        read_shop(tmp_path)


def test_unknown_fields_null_in_optional_ones_blank_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path):
    contents = files()
    contents["customers"][0] |= {"tastes": {"audio": 0.9}, "phone": None}
    write(contents, tmp_path)
    path = tmp_path / "customers.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"\n   \r\n")
    assert read_shop(tmp_path).customers[0].phone == ""


def test_a_time_without_offset_is_utc_and_others_become_utc(tmp_path: Path):
    contents = files()
    contents["orders"][0] |= {"placed_at": "2024-05-01T10:00:00", "eta": "2024-05-03T10:00:00+08:00"}
    order = read_shop(write(contents, tmp_path)).orders[0]
    assert order.placed_at == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert order.eta == datetime(2024, 5, 3, 2, tzinfo=UTC)
    assert order.eta.tzinfo is UTC


def spoil(name: str, *path: str | int, value: Any) -> Callable[[Files], None]:
    def change(contents: Files) -> None:
        place: Any = contents[name]
        for step in path[:-1]:
            place = place[step]
        if value is ...:
            del place[path[-1]]
        else:
            place[path[-1]] = value

    return change


def twice(name: str) -> Callable[[Files], None]:
    return lambda contents: contents[name].append(contents[name][0])


BAD = [
    (spoil("customers", 0, "customer_id", value=...), "customers", 1, "customer_id is missing"),
    (spoil("customers", 0, "customer_id", value=7), "customers", 1, "must be a string"),
    (spoil("customers", 0, "customer_id", value=" "), "customers", 1, "empty"),
    (spoil("customers", 0, "first_name", value=None), "customers", 1, "first_name is missing"),
    (spoil("customers", 0, "address", value="Denver"), "customers", 1, "address must be a JSON object"),
    (spoil("customers", 0, "payment_methods", 0, "kind", value="cash"), "customers", 1, "must be one of"),
    (spoil("customers", 0, "payment_methods", 1, "id", value="paypal_5727330"), "customers", 1, "there before"),
    (spoil("customers", 0, "payment_methods", 1, "balance", value=51.0), "customers", 1, "decimal string"),
    (spoil("customers", 0, "points", value=-1), "customers", 1, "at least 0"),
    (spoil("customers", 0, "points", value=True), "customers", 1, "whole number"),
    (spoil("customers", 0, "email", value="\ud800@example.com"), "customers", 1, "half a character"),
    (spoil("products", 0, "name", value=...), "products", 1, "name is missing"),
    (spoil("products", 0, "variants", value={}), "products", 1, "variants must be a JSON list"),
    (spoil("products", 0, "variants", 0, "price", value=47.84), "products", 1, "variants[0].price"),
    (spoil("products", 0, "variants", 0, "price", value=47), "products", 1, "decimal string"),
    (spoil("products", 0, "variants", 0, "price", value="47,84"), "products", 1, "decimal string"),
    (spoil("products", 0, "variants", 0, "price", value="NaN"), "products", 1, "decimal string"),
    (spoil("products", 0, "variants", 0, "price", value="1e3"), "products", 1, "decimal string"),
    (spoil("products", 0, "variants", 0, "price", value="４７.８４"), "products", 1, "decimal string"),
    (spoil("products", 0, "variants", 0, "price", value="-1.00"), "products", 1, "must not be negative"),
    (spoil("products", 0, "variants", 0, "stock", value=-1), "products", 1, "at least 0"),
    (spoil("products", 0, "variants", 0, "stock", value=1.5), "products", 1, "whole number"),
    (spoil("products", 0, "variants", 0, "stock", value=10**30), "products", 1, "at most"),
    (spoil("products", 0, "variants", 0, "options", "color", value=3), "products", 1, "must be a string"),
    (spoil("products", 0, "variants", 1, "sku", value="6469567736"), "products", 1, "there before"),
    (spoil("orders", 1, "status", value="lost"), "orders", 2, "must be one of pending"),
    (spoil("orders", 1, "customer_id", value="nobody"), "orders", 2, "no customer 'nobody'"),
    (spoil("orders", 1, "lines", 0, "product_id", value="p"), "orders", 2, "no product 'p'"),
    (spoil("orders", 1, "lines", 0, "sku", value="s"), "orders", 2, "no SKU 's'"),
    (spoil("orders", 1, "lines", 0, "quantity", value=0), "orders", 2, "at least 1"),
    (spoil("orders", 1, "lines", 0, "quantity", value=-2), "orders", 2, "at least 1"),
    (spoil("orders", 1, "order_id", value="w2611340"), "orders", 2, "there before"),
    (spoil("orders", 1, "order_id", value="W\n1"), "orders", 2, "control character"),
    (spoil("orders", 1, "placed_at", value="yesterday"), "orders", 2, "ISO 8601"),
    (spoil("orders", 1, "placed_at", value="2024-02-30T10:00:00"), "orders", 2, "ISO 8601"),
    (spoil("orders", 1, "placed_at", value="0001-01-01T00:00:00+12:00"), "orders", 2, "ISO 8601"),
    (spoil("orders", 1, "placed_at", value=1714550400), "orders", 2, "must be a string"),
    (spoil("orders", 1, "items_modified", value="yes"), "orders", 2, "true or false"),
    (spoil("orders", 1, "payments", 0, "kind", value="tip"), "orders", 2, "payments[0].kind"),
    (spoil("orders", 1, "payments", 0, "amount", value=""), "orders", 2, "decimal string"),
    (spoil("orders", 1, "shipments", 0, "line_ids", value=["9"]), "orders", 2, "no line '9'"),
    (spoil("orders", 1, "shipments", 0, "events", value=[{"at": "x", "text": ""}]), "orders", 2, "events[0].at"),
    (spoil("orders", 1, "requests", 0, "lines", 0, "line_id", value="9"), "orders", 2, "no line '9'"),
    (spoil("orders", 1, "requests", 0, "lines", 0, "new_sku", value="9"), "orders", 2, "no SKU '9'"),
    (spoil("orders", 1, "invoice", value={"title": "Lin"}), "orders", 2, "invoice.email is missing"),
    (spoil("orders", 1, "invoice", value=[]), "orders", 2, "invoice must be a JSON object"),
    (spoil("reviews", 0, "rating", value=6), "reviews", 1, "at most 5"),
    (spoil("reviews", 0, "product_id", value="p"), "reviews", 1, "no product"),
    (spoil("reviews", 0, "customer_id", value="c"), "reviews", 1, "no customer"),
    (spoil("events", 0, "sku", value=...), "events", 1, "sku or product_id is missing"),
    (spoil("events", 0, "kind", value="click"), "events", 1, "must be one of"),
    (spoil("events", 0, "value", value="five"), "events", 1, "must be a number"),
    (spoil("events", 0, "at", value=...), "events", 1, "at is missing"),
    (spoil("coupons", 0, "customer_id", value="c"), "coupons", 1, "no customer"),
    (spoil("coupons", 0, "value", value=10), "coupons", 1, "decimal string"),
    (twice("customers"), "customers", 2, "there before"),
    (twice("products"), "products", 2, "there before"),
    (twice("orders"), "orders", 3, "there before"),
    (twice("coupons"), "coupons", 2, "there before"),
]


@pytest.mark.parametrize(("change", "file", "number", "problem"), BAD)
def test_a_bad_field_is_named_with_file_and_line(
    tmp_path: Path, change: Callable[[Files], None], file: str, number: int, problem: str
):
    contents = files()
    change(contents)
    for name, lines in contents.items():
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    with pytest.raises(BadLineError) as refusal:
        read_shop(tmp_path)
    assert (refusal.value.file, refusal.value.line) == (f"{file}.jsonl", number)
    assert problem in refusal.value.problem
    assert str(refusal.value).startswith(f"{file}.jsonl, line {number}: ")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"code": "X"', "not JSON"),
        (b"[]", "must be a JSON object"),
        (b'"code"', "must be a JSON object"),
        (b'{"code": "\xff"}', "byte 11 is not UTF-8"),
        (b'{"code": "X", "code": "Y", "kind": "amount", "value": "1"}', "stands twice"),
        (b'{"code": "X", "kind": "amount", "value": NaN}', "NaN"),
        (b'{"code": "X", "points": ' + b"9" * 5000 + b"}", "too many digits"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_line_that_is_no_json_object_is_named(tmp_path: Path, line: bytes, problem: str):
    path = write(files(), tmp_path) / "coupons.jsonl"
    path.write_bytes(path.read_bytes() + b"\n" + line + b"\n")
    with pytest.raises(BadLineError) as refusal:
        read_shop(tmp_path)
    assert (refusal.value.file, refusal.value.line) == ("coupons.jsonl", 3)
    assert problem in refusal.value.problem


def test_a_line_separator_inside_a_text_does_not_end_the_line(tmp_path: Path):
    contents = files()
    contents["reviews"][0]["text"] = "one\u2028two\x85three"
    assert read_shop(write(contents, tmp_path)).reviews[0].text == "one\u2028two\x85three"


@pytest.mark.parametrize("spoiled", [b"no gzip at all", gzip.compress(b'{"code": "A"}\n' * 5000)[:-20]])
def test_a_broken_compressed_file_is_named(tmp_path: Path, spoiled: bytes):
    write(files(), tmp_path)
    (tmp_path / "coupons.jsonl").unlink()
    (tmp_path / "coupons.jsonl.gz").write_bytes(spoiled)
    with pytest.raises(BadLineError) as refusal:
        read_shop(tmp_path)
    assert refusal.value.file == "coupons.jsonl.gz"


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
NAME = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), min_size=1, max_size=8).filter(str.strip)
MONEY = st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=2)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIME = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=OFFSETS)
OPTIONS = st.dictionaries(TEXT, TEXT, max_size=3)
ADDRESS = st.builds(Address, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
METHOD = st.builds(
    PaymentMethod,
    NAME,
    st.sampled_from(["card", "paypal", "gift_card", "alipay", "wechat_pay"]),
    TEXT,
    st.none() | MONEY,
)
CUSTOMER = st.builds(
    Customer,
    customer_id=NAME,
    first_name=TEXT,
    last_name=TEXT,
    address=ADDRESS,
    payment_methods=st.lists(METHOD, max_size=2, unique_by=lambda method: method.id).map(tuple),
    email=TEXT,
    phone=TEXT,
    points=st.none() | st.integers(0, 10**9),
    locale=TEXT,
    birth_year=st.none() | st.integers(1900, 2020),
    gender=TEXT,
    occupation=TEXT,
)
VARIANT = st.builds(Variant, NAME, OPTIONS, MONEY, NAME, st.integers(0, 10**9))
PRODUCT = st.builds(
    Product,
    product_id=NAME,
    name=NAME,
    variants=st.lists(VARIANT, min_size=1, max_size=3, unique_by=lambda variant: variant.sku).map(tuple),
    name_zh=TEXT,
    description=TEXT,
    description_zh=TEXT,
    category=TEXT,
    brand=TEXT,
)


@st.composite
def shops(draw: st.DrawFn) -> ShopData:
    customers = tuple(draw(st.lists(CUSTOMER, max_size=2, unique_by=lambda customer: customer.customer_id)))
    products = [draw(PRODUCT)]
    orders: list[Order] = []
    if customers:
        orders = draw(st.lists(orders_of(products[0]), max_size=2, unique_by=lambda order: order_key(order.order_id)))
        orders = [replace(order, customer_id=draw(st.sampled_from(customers)).customer_id) for order in orders]
    owners = st.sampled_from([customer.customer_id for customer in customers]) if customers else st.nothing()
    product_id, sku = products[0].product_id, products[0].variants[0].sku
    events = st.builds(
        Event,
        owners,
        st.sampled_from(["view", "cart", "purchase", "rating"]),
        TIME,
        st.sampled_from(["", sku]),
        st.just(product_id),
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
    )
    reviews = st.builds(Review, st.just(product_id), st.integers(1, 5), TEXT, TIME, st.just("") | owners)
    coupons = st.builds(
        Coupon,
        NAME,
        st.sampled_from(["percent", "amount"]),
        MONEY,
        st.none() | MONEY,
        st.none() | TIME,
        st.none() | TIME,
        st.just("") | owners,
        st.none() | TIME,
    )
    return ShopData(
        customers=customers,
        products=tuple(products),
        orders=tuple(orders),
        reviews=tuple(draw(st.lists(reviews, max_size=2))),
        events=tuple(draw(st.lists(events, max_size=2))) if customers else (),
        coupons=tuple(draw(st.lists(coupons, max_size=2, unique_by=lambda coupon: coupon.code))),
    )


def orders_of(product: Product) -> st.SearchStrategy[Order]:
    sku = product.variants[0].sku
    line = st.builds(
        OrderLine, st.just("1"), st.just(sku), st.just(product.product_id), TEXT, OPTIONS, MONEY, st.integers(1, 99)
    )
    shipment = st.builds(
        Shipment,
        TEXT,
        st.just(("1",)),
        TEXT,
        st.lists(st.builds(ShipmentEvent, TIME, TEXT), max_size=2).map(tuple),
    )
    request = st.builds(
        AfterSalesRequest,
        st.sampled_from(["return", "exchange"]),
        st.just((RequestedLine("1", 1, sku),)),
        TEXT,
        TEXT,
        st.none() | TIME,
    )
    return st.builds(
        Order,
        order_id=NAME.filter(order_key),
        customer_id=st.just(""),
        status=st.sampled_from(OrderStatus),
        currency=NAME,
        address=ADDRESS,
        lines=line.map(lambda value: (value,)),
        payments=st.lists(st.builds(Payment, st.sampled_from(["payment", "refund"]), MONEY, TEXT), max_size=2).map(
            tuple
        ),
        shipments=st.lists(shipment, max_size=1).map(tuple),
        items_modified=st.booleans(),
        placed_at=st.none() | TIME,
        shipped_at=st.none() | TIME,
        delivered_at=st.none() | TIME,
        eta=st.none() | TIME,
        cancel_reason=TEXT,
        requests=st.lists(request, max_size=1).map(tuple),
        invoice=st.none()
        | st.builds(Invoice, NAME, NAME, MONEY, TIME, TEXT, TEXT, st.none() | TIME, st.integers(0, 3)),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(shops(), st.booleans())
def test_any_shop_reads_back_as_it_was_written(data: ShopData, compress: bool):
    with tempfile.TemporaryDirectory() as folder:
        write_shop(data, Path(folder), compress)
        assert read_shop(Path(folder)) == data
