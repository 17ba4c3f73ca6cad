import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understanding.runtime.patterns import find_entities, order_number


def found(text: str) -> list[tuple[str, str, str]]:
    return [(entity.type, entity.text, entity.value) for entity in find_entities(text)]


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("订单#W2611340到哪了", "#W2611340", "W2611340"),
        ("my order PO20260001 please", "PO20260001", "PO20260001"),
        ("PL26110012", "PL26110012", "PL26110012"),
        ("pl26110012还没发货", "pl26110012", "PL26110012"),
        ("order PL 26110012", "PL 26110012", "PL26110012"),
        ("是PL2611OO12", "PL2611OO12", "PL26110012"),
        ("ＰＬ２６１１００１２", "ＰＬ２６１１００１２", "PL26110012"),
        ("订单号：2611340", "2611340", "2611340"),
        ("order number 2611340", "2611340", "2611340"),
    ],
)
def test_order_number_is_found_in_its_normal_form(text: str, written: str, value: str) -> None:
    assert found(text) == [("order_number", written, value)]


@pytest.mark.parametrize(
    "text", ["loooooooo", "PL26", "ABCD26110012", "20261121", "iPhone 15 Pro 256G", "2026年1月2日"]
)
def test_what_is_no_order_number_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_two_order_numbers_are_two_entities() -> None:
    assert [value for _, _, value in found("W2611340,W2611341")] == ["W2611340", "W2611341"]


def test_normal_form_of_an_order_number_is_stable() -> None:
    assert order_number(order_number("#pl 2611oo12")) == "PL26110012"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("my mail is Lin.Mei+shop@Pomelo.example thanks", "lin.mei+shop@pomelo.example"),
        ("邮箱lin@mail.pomelo.example，谢谢", "lin@mail.pomelo.example"),
        ("ｌｉｎ＠ｐｏｍｅｌｏ．ｅｘａｍｐｌｅ", "lin@pomelo.example"),
    ],
)
def test_email_is_found(text: str, value: str) -> None:
    assert [(kind, v) for kind, _, v in found(text)] == [("email", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("我电话13800138000", "13800138000"),
        ("手机１３８００１３８０００", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("call me on (415) 555-0136", "4155550136"),
        ("415-555-0136", "4155550136"),
        ("+44 20 7946 0018", "+442079460018"),
        ("400-555-0136", "4005550136"),
        ("0571-88888888", "057188888888"),
    ],
)
def test_phone_is_found(text: str, value: str) -> None:
    assert [(kind, v) for kind, _, v in found(text)] == [("phone", value)]


@pytest.mark.parametrize(
    "text", ["123456", "验证码１２３４５６", "the code is 123456.", "code: 123 456", "123 456", "123456吗"]
)
def test_six_digits_are_a_code(text: str) -> None:
    assert [(kind, value) for kind, _, value in found(text)] == [("code", "123456")]


@pytest.mark.parametrize("text", ["12345", "1234567", "12315", "123456元", "¥123456"])
def test_other_digits_are_no_code(text: str) -> None:
    assert "code" not in [kind for kind, _, _ in found(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("300以内的耳机", "300"),
        ("３００以内", "300"),
        ("三百以内", "300"),
        ("不超过二百", "200"),
        ("不要超过200块", "200"),
        ("低于1,299元", "1299"),
        ("一千五以下", "1500"),
        ("2k以下", "2000"),
        ("不到一百", "100"),
        ("预算500", "500"),
        ("预算大概500块", "500"),
        ("最多300", "300"),
        ("under $50", "50"),
        ("under 50 for my mum", "50"),
        ("below 49.90 dollars", "49.9"),
        ("no more than ¥200", "200"),
        ("50 dollars or less", "50"),
        ("my budget is 80", "80"),
        ("$30 max", "30"),
    ],
)
def test_upper_limit_of_a_price(text: str, value: str) -> None:
    assert [(kind, v) for kind, _, v in found(text)] == [("max_price", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [("500以上", "500"), ("超过五百块", "500"), ("不低于300元", "300"), ("over $100", "100"), ("$100 and up", "100")],
)
def test_lower_limit_of_a_price(text: str, value: str) -> None:
    assert [(kind, v) for kind, _, v in found(text)] == [("min_price", value)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 100 and 200", "100", "200"),
        ("from $100 to $200", "100", "200"),
        ("$1,000-$2,000", "1000", "2000"),
        ("100-200元", "100", "200"),
        ("100到200之间", "100", "200"),
        ("一百到三百", "100", "300"),
        ("3到5百", "300", "500"),
        ("三四百", "300", "400"),
        ("一两百块钱的", "100", "200"),
        ("一百二三十块", "120", "130"),
        ("1千左右", "800", "1200"),
        ("大约两百块", "160", "240"),
        ("around $100", "80", "120"),
        ("预算500左右", "400", "600"),
    ],
)
def test_range_of_a_price(text: str, low: str, high: str) -> None:
    assert {kind: value for kind, _, value in found(text)} == {"min_price": low, "max_price": high}


@pytest.mark.parametrize(
    ("text", "value"),
    [("这个¥299.50吗", "299.5"), ("２９９元的那款", "299"), ("五百块钱的", "500"), ("the $45 one", "45")],
)
def test_price_without_a_limit(text: str, value: str) -> None:
    assert [(kind, v) for kind, _, v in found(text)] == [("price", value)]


@pytest.mark.parametrize(
    "text",
    [
        "3天以内到吗",
        "within 7 days",
        "at least 30 minutes",
        "2-4天",
        "超过48小时了",
        "满99包邮",
        "65W充电器",
        "十分满意",
        "2024-2025年",
        "above 4 stars",
        "我身高170体重60",
        "几百块",
        "under 5 kg",
        "more than 100 people",
    ],
)
def test_other_numbers_are_no_price(text: str) -> None:
    assert not [entity for entity in find_entities(text) if "price" in entity.type]


@pytest.mark.parametrize(
    ("text", "value"),
    [("买两件", "2"), ("要3个", "3"), ("I want two pairs", "2"), ("x2", "2"), ("qty: 4", "4"), ("十二双", "12")],
)
def test_quantity(text: str, value: str) -> None:
    assert [(kind, v) for kind, _, v in found(text)] == [("quantity", value)]


@pytest.mark.parametrize("text", ["等了3个月", "两个小时", "第二件", "一个问题", "两个订单"])
def test_what_is_counted_is_not_always_a_quantity(text: str) -> None:
    assert found(text) == []


def test_courier_number_is_no_order_number() -> None:
    assert found("SF1234567890123到了没") == [("tracking_number", "SF1234567890123", "SF1234567890123")]


def test_several_entities_come_in_reading_order() -> None:
    text = "订单PL26110012，电话13800138000，要两件"
    assert [kind for kind, _, _ in found(text)] == ["order_number", "phone", "quantity"]


@given(st.text(alphabet=st.sampled_from("PL0123456789 元块百三四以内到-~$#@.a大约under买件个😀\ud83d\n"), max_size=60))
def test_offsets_are_code_points_of_the_text(text: str) -> None:
    for entity in find_entities(text):
        assert text[entity.start : entity.end] == entity.text
        assert entity.text


@pytest.mark.parametrize("text", ["1" * 10_000, "一百" * 5_000, "a1" * 5_000, "1," * 5_000, "$" * 10_000, "1 " * 5_000])
def test_long_hostile_text_takes_no_long_time(text: str) -> None:
    started = time.perf_counter()
    find_entities(text)
    assert time.perf_counter() - started < 2.0
