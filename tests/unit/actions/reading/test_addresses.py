"""Postal addresses in customers' words."""

import pytest

from actions.reading.addresses import (
    address_in,
    completed,
    means_profile,
    means_same_as_order,
    missing,
    only_corrects,
)
from storefront.model import Address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "47 Alderby Row, Suite 114, Indianapolis, IN 46227, USA",
            Address("47 Alderby Row", "Suite 114", "Indianapolis", "IN", "USA", "46227"),
        ),
        (
            "47 Alderby Row\nSuite 114\nIndianapolis, IN 46227",
            Address("47 Alderby Row", "Suite 114", "Indianapolis", "IN", "", "46227"),
        ),
        (
            "Please ship it to 58 Wrenfield Avenue Suite 116 San Antonio TX 78219 instead",
            Address("58 Wrenfield Avenue", "Suite 116", "San Antonio", "TX", "", "78219"),
        ),
        (
            "my new address is 75 Broadway, apt 4B, Indianapolis, Indiana 46226. Thanks!",
            Address("75 Broadway", "apt 4B", "Indianapolis", "Indiana", "", "46226"),
        ),
        ("12 Rose Lane, London N1 4QP, UK", Address("12 Rose Lane", "", "London", "", "UK", "N1 4QP")),
        ("Flat 3, 12 Rose Lane, London N1 4QP", Address("12 Rose Lane", "Flat 3", "London", "", "", "N1 4QP")),
        ("77 Rosemere Avenue, Toronto, ON M4L 2C6", Address("77 Rosemere Avenue", "", "Toronto", "ON", "", "M4L 2C6")),
        ("9 Wattle Grove, Melbourne VIC 3070", Address("9 Wattle Grove", "", "Melbourne", "VIC", "", "3070")),
        ("22 rue des Tanneurs, Lyon 69005, France", Address("22 rue des Tanneurs", "", "Lyon", "", "France", "69005")),
        ("Lindenweg 47, Berlin 10245", Address("Lindenweg 47", "", "Berlin", "", "", "10245")),
        (
            "send to Apt 1702, Jing'an Gardens, 1188 Changde Road, Shanghai 200040",
            Address("1188 Changde Road", "Apt 1702, Jing'an Gardens", "Shanghai", "", "", "200040"),
        ),
        ("地址错了，应该是中山东路301号", Address("中山东路301号")),
        ("2 items in 3 days on the way", None),
        ("Indianapolis, IN 46227", Address(city="Indianapolis", state="IN", postcode="46227")),
        ("63 Wrenfield Avenue", Address("63 Wrenfield Avenue")),
        (
            "{'address1': '58 Wrenfield Avenue', 'address2': 'Suite 116', 'city': 'San Antonio', 'state': 'TX', "
            "'zip': '78219'}",
            Address("58 Wrenfield Avenue", "Suite 116", "San Antonio", "TX", "", "78219"),
        ),
        ("street: 5 Elm Street\ncity: Denver\nzip: 80279", Address("5 Elm Street", "", "Denver", "", "", "80279")),
        ("it's apartment 5 not 4", Address(line2="apartment 5")),
        ("the zip is 46228", Address(postcode="46228")),
        ("city should be Denver", Address(city="Denver")),
        (
            "改到浙江省杭州市西湖区文三路268号翠园小区12幢2单元501室，邮编310012",
            Address("西湖区文三路268号翠园小区", "12幢2单元501室", "杭州市", "浙江省", "", "310012"),
        ),
        ("上海市浦东新区张杨路1500弄7号1103室", Address("浦东新区张杨路1500弄7号", "1103室", "上海市", "")),
        ("地址改成杭州余杭区文一西路969号", Address("余杭区文一西路969号", "", "杭州")),
        ("文三路90号3幢501室", Address("文三路90号", "3幢501室")),
        ("502室", Address(line2="502室")),
        ("邮编是310012", Address(postcode="310012")),
        (
            "那个喂你好啊就是我今天凌晨买了个耳机嘛然后我发现寄到老房子去了我现在住贵阳市观山湖区林城东路9号2栋1单元905"
            "邮编550081你帮我改到这儿来行不行",
            Address("观山湖区林城东路9号", "2栋1单元905", "贵阳市", "", "", "550081"),
        ),
        (
            "北京市朝阳区酒仙桥路4号院6号楼1102，邮编100016",
            Address("朝阳区酒仙桥路4号院6号楼1102", "", "北京市", "", "", "100016"),
        ),
        ("呀打错了，是8栋不是6栋", Address(line2="8栋")),
        ("actually number 27, not 25", Address(line1="27")),
        ("wrong postcode, it's 214073", Address(postcode="214073")),
        ("邮编错了，是214073", Address(postcode="214073")),
        (
            "14 Salthill Road Upper, Galway, H91 E2C8, Ireland",
            Address("14 Salthill Road Upper", "", "Galway", "", "Ireland", "H91 E2C8"),
        ),
        (
            "Please send it to Kastanienallee 12, 10435 Berlin, and save it in my account",
            Address("Kastanienallee 12", "", "Berlin", "", "", "10435"),
        ),
        ("10435 Berlin", Address(city="Berlin", postcode="10435")),
        ("my neighbour, Prinsenkade 21, 3511 BT Utrecht?", Address("Prinsenkade 21", "", "Utrecht", "", "", "3511 BT")),
        ("27 Yuyuan Road, Shanghai 200040", Address("27 Yuyuan Road", "", "Shanghai", "", "", "200040")),
        ("上海市浦东新区", Address("浦东新区", "", "上海市")),
        ("310051", Address(postcode="310051")),
        ("it's N1 4QP.", Address(postcode="N1 4QP")),
        ("邮编是310051", Address(postcode="310051")),
        ("27", None),
        ("是贵州省贵阳市南明区，zip 550002", Address("南明区", "", "贵阳市", "贵州省", "", "550002")),
        ("住花果园R2区7栋1104", Address("花果园R2区", "7栋1104")),
        ("北京市朝阳区能送到吗", None),
        ("I want to return 2 shirts", None),
        ("order #W4410027", None),
        ("hello there", None),
        ("我要退货", None),
        ("去年买的3号色口红", None),
        ("", None),
    ],
)
def test_an_address_is_read_from_a_sentence(text: str, address: Address | None):
    assert address_in(text) == address


ALDERBY = Address("47 Alderby Row", "Suite 114", "Indianapolis", "IN", "USA", "46227")


def test_a_corrected_part_takes_the_place_of_the_earlier_one():
    assert completed(Address(postcode="46228"), ALDERBY) == Address(
        "47 Alderby Row", "Suite 114", "Indianapolis", "IN", "USA", "46228"
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("呀打错了，是8栋不是6栋", ("蠡湖大道88号8栋", "1101室")),
        ("不是1101室，是1102室", ("蠡湖大道88号6栋", "1102室")),
        ("number 89, not 88", ("蠡湖大道89号6栋", "1101室")),
    ],
)
def test_a_corrected_number_takes_the_place_of_the_earlier_one(text: str, lines: tuple[str, str]):
    given = address_in(text)
    assert given is not None
    assert completed(given, Address("蠡湖大道88号6栋", "1101室", "无锡市")) == Address(*lines, "无锡市")


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("上海市浦东新区", "张杨路1500弄7号1103室", Address("浦东新区张杨路1500弄7号", "1103室", "上海市")),
        ("张杨路1500弄7号1103室", "上海市浦东新区", Address("浦东新区张杨路1500弄7号", "1103室", "上海市")),
        ("住花果园R2区7栋1104", "贵州省贵阳市南明区", Address("南明区花果园R2区", "7栋1104", "贵阳市", "贵州省")),
        ("上海市浦东新区张杨路1500弄7号", "上海市徐汇区", Address("徐汇区张杨路1500弄7号", "", "上海市")),
        ("上海市浦东新区", "徐汇区漕溪北路88号", Address("徐汇区漕溪北路88号", "", "上海市")),
        ("上海市长宁区翠园小区12号", "上海市徐汇区", Address("徐汇区翠园小区12号", "", "上海市")),
    ],
)
def test_a_district_stands_before_its_street_whichever_was_said_first(first: str, second: str, whole: Address):
    before, given = address_in(first), address_in(second)
    assert before is not None and given is not None
    assert completed(given, before) == whole


def test_a_number_corrects_and_a_street_does_not():
    assert only_corrects(Address("27")) and only_corrects(Address("8栋")) and only_corrects(Address(line2="apt 12"))
    assert not only_corrects(Address("花果园R2区", "7栋1104"))
    assert not only_corrects(Address("27", city="Shanghai"))


def test_a_new_street_does_not_keep_the_old_apartment():
    assert completed(Address("5 Elm Street"), ALDERBY).line2 == ""
    assert completed(Address("47 alderby row"), ALDERBY).line2 == "Suite 114"


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        (ALDERBY, ()),
        (Address("47 Alderby Row"), ("city", "postcode")),
        (Address("47 Alderby Row", "", "Denver", "", "USA", "80279"), ("state",)),
        (Address(city="Denver", state="CO", postcode="80279"), ("line1",)),
        (Address("文三路90号", "", "杭州市"), ()),
        (Address("文三路90号"), ("city",)),
        (Address("浦东新区", "", "上海市"), ("line1",)),
        (Address("Kastanienallee 12", "", "Berlin", "", "", "10435"), ()),
        (Address("5 Elm Street", "", "Denver", "", "", "80279"), ("state",)),
    ],
)
def test_the_parts_a_parcel_needs_are_asked_for(address: Address, parts: tuple[str, ...]):
    assert missing(address) == parts


def test_a_postcode_is_needed_where_there_was_one():
    assert missing(Address("文三路90号", "", "杭州市"), Address(postcode="310012")) == ("postcode",)


@pytest.mark.parametrize(
    "text",
    [
        "my home address",
        "use my default address",
        "the address on file",
        "the address in my profile",
        "send it to my house",
        "I need it at my default address again",
        "make sure it goes to my home address",
        *("默认地址", "寄到我家", "用默认的收货地址"),
    ],
)
def test_the_address_of_the_profile_is_understood(text: str):
    assert means_profile(text)


@pytest.mark.parametrize(
    "text", ["change my home address", "not my home address", "47 Alderby Row", "a new address", "改我的默认地址"]
)
def test_other_addresses_are_not_that_of_the_profile(text: str):
    assert not means_profile(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("same as order #W4410027", "W4410027"),
        ("the same address as my order W4410027", "W4410027"),
        ("the address of order #W4410027", "W4410027"),
        ("use the one from #W4410027", "W4410027"),
        ("和订单W4410027一样", "W4410027"),
        ("跟W4410027的地址一样", "W4410027"),
        ("deliver PL99165148 to the same address as order PL96219559", "PL96219559"),
        ("cancel W4410027", ""),
        ("same address", ""),
    ],
)
def test_the_address_of_another_order_is_understood(text: str, number: str):
    assert means_same_as_order(text) == number
