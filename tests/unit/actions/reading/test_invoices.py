"""What a message says of an invoice."""

import pytest

from actions.reading.invoices import SaidOfInvoice, said_of_invoice, without_details

CODE = "91330106MA20B10D6U"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (f"开一下发票，抬头 杭州青禾科技有限公司，税号 {CODE}", SaidOfInvoice("杭州青禾科技有限公司", True, CODE)),
        (f"PL89104070开发票给杭州青禾科技有限公司，税号{CODE}", SaidOfInvoice("杭州青禾科技有限公司", True, CODE)),
        ("发票抬头开错了，应该是杭州青禾科技有限公司", SaidOfInvoice("杭州青禾科技有限公司", True)),
        ("PL89104070的发票抬头再帮我改成杭州青禾贸易有限公司", SaidOfInvoice("杭州青禾贸易有限公司", True)),
        ("抬头应该是上海换新贸易有限公司，不是个人", SaidOfInvoice("上海换新贸易有限公司", True)),
        ("麻烦开票，抬头：浙江大学", SaidOfInvoice("浙江大学", True)),
        ("帮我开张发票，抬头开成王小明吧", SaidOfInvoice("王小明", False)),
        ("抬头写个人就行", SaidOfInvoice("", False)),
        ("开给我们公司", SaidOfInvoice("", True)),
        ("发票抬头开错了", SaidOfInvoice()),
        ("发到 Books@Qinghe.example 吧", SaidOfInvoice(email="books@qinghe.example")),
        (
            "an invoice made out to Fern & Harbour Ltd, VAT number GB 123 4567 89, send it to books@fern.example",
            SaidOfInvoice("Fern & Harbour Ltd", True, "GB123456789", "books@fern.example"),
        ),
        ("no, the title is Fern & Harbor Co. Ltd.", SaidOfInvoice("Fern & Harbor Co. Ltd", True)),
        ("Please invoice it to my company, Green Leaf GmbH", SaidOfInvoice("Green Leaf GmbH", True)),
        ("made out to Emma Walsh please", SaidOfInvoice("Emma Walsh", False)),
        ("please make the invoice out to me", SaidOfInvoice("", False)),
        ("send me an invoice for my company", SaidOfInvoice("", True)),
        ("send me the invoice", SaidOfInvoice()),
        ("I want to cancel the order", SaidOfInvoice()),
    ],
)
def test_title_number_and_mail_are_read_from_one_message(words: str, said: SaidOfInvoice) -> None:
    assert said_of_invoice(words) == said


@pytest.mark.parametrize(
    ("words", "asked", "said"),
    [
        ("林小雨", "title", SaidOfInvoice("林小雨", False)),
        ("公司", "title", SaidOfInvoice("", True)),
        ("个人就行", "title", SaidOfInvoice("", False)),
        ("写林小雨吧", "title", SaidOfInvoice("林小雨", False)),
        ("随便", "title", SaidOfInvoice()),
        ("Acme", "company", SaidOfInvoice("Acme", True)),
        (f"杭州青禾科技有限公司 {CODE}", "company", SaidOfInvoice("杭州青禾科技有限公司", True, CODE)),
        ("DE 811907980", "tax_number", SaidOfInvoice("", True, "DE811907980")),
        ("这个要多久？", "title", SaidOfInvoice()),
        ("先不开了", "company", SaidOfInvoice()),
        ("Acme", "", SaidOfInvoice()),
        ("DE 811907980", "", SaidOfInvoice()),
    ],
)
def test_bare_words_count_where_they_were_asked_for(words: str, asked: str, said: SaidOfInvoice) -> None:
    assert said_of_invoice(words, asked) == said


def test_a_tax_number_is_no_order_and_a_title_names_no_goods() -> None:
    words = "invoice for PL89104070, made out to Blue Mug Ltd, VAT GB123456789"
    assert "PL89104070" in without_details(words)
    assert "GB123456789" not in without_details(words)
    assert "Mug" not in without_details(words)
