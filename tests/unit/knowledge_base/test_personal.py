"""Personal data in customers' words: sloppy names, addresses without keywords, numbers in pieces, and what is none."""

import time

import pytest

from knowledge_base.mining.chat import personal_in
from knowledge_base.mining.personal import hidden
from knowledge_base.mining.phrases import Phrases
from knowledge_base.mining.transcripts import Turn
from tests.unit.knowledge_base.test_mining import redacted
from understanding.runtime.model import Entity


def cleaned(*lines: str, keep=()) -> list[str]:
    """Lines ``c: ...`` and ``a: ...`` of customer and agent without personal data."""
    turns = [Turn(number, "customer" if line[0] == "c" else "agent", line[3:]) for number, line in enumerate(lines)]
    found = personal_in(turns, {turn.number: () for turn in turns}, keep)
    return [hidden(turn.text, found[turn.number]) for turn in turns]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("yo its ken barlowe again", "yo its [name] again"),
        ("my wife anjali, code PU-88213", "my wife [name], code [order]"),
        ("my neighbour pete at the corner", "my neighbour [name] at the corner"),
        ("fatima zahra, 07700 900 112", "[name], [phone]"),
        ("wang xiaoling, i ordered a lamp", "[name], i ordered a lamp"),
        ("holder ANITA R DESAI. What now", "holder [name]. What now"),
        ("Thank you Ms Nguyễn", "Thank you Ms [name]"),
        ("both to R. Vance", "both to [name]"),
        ("say hi to Auntie Chen", "say hi to [name]"),
        ("it was signed by K Mbeki", "it was signed by [name]"),
        ("The bell says Marchand-Lefèvre only", "The bell says [name] only"),
        ("ask for Deb", "ask for [name]"),
        ("Hello D'Andre, sorry", "Hello [name], sorry"),
        ("Ravi said it works", "[name] said it works"),
    ],
)
def test_english_names_are_found_by_the_words_around_them(text, clean):
    assert redacted(text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("姓逄，请查一下", "[name]，请查一下"),
        ("不填也可以的楚女士", "不填也可以的[name]"),
        ("我爱人常远会去付款", "我爱人[name]会去付款"),
        ("让老周帮我收", "让[name]帮我收"),
        ("还是阿强？上次就是他", "还是[name]？上次就是他"),
        ("收件人：尔古阿木，谢谢", "收件人：[name]，谢谢"),
        ("前台Peggy代收都得，佢叫Raymond Lo", "前台[name]代收都得，佢叫[name]"),
        ("李明华的退款到账了吗", "[name]的退款到账了吗"),
        ("我家宝宝叫糖豆 才8个月", "我家宝宝叫[name] 才8个月"),
        ("好的Serena女士", "好的[name]"),
        ("找教务处覃主任", "找教务处[name]"),
    ],
)
def test_chinese_names_are_found_by_surnames_titles_and_relations(text, clean):
    assert redacted(text) == clean


@pytest.mark.parametrize(
    "address",
    [
        "61 st olaves walk, norbury",
        "flat 12 kestrel house, 200 burton road, lincoln, ln1 3la",
        "The Old Forge, Mill Lane, Upper Slaughter, GL54 2JG",
        "1140 W Larkspur Ave #6, Spokane, WA 99208",
        "Blk 417 Ang Mo Kio Ave 10 #08-1123 S(560417)",
        "Flat B, 23/F, Block 5, Kwong Fai Court, 18 Ping Shek Rd, Kwun Tong, Kln",
        "12 bis rue des Tanneurs, bât. C, 3e étage, 69005 Lyon",
        "Lindenstr. 41a, Hinterhaus, 2. OG links, 70188 Stuttgart",
        "Calle Mayor 12, 3ºB, 28013 Madrid",
        "3-14-8-502 Kamiuma, Setagaya-ku, Tokyo 154-0011, Japan",
        "山东省烟台市芝罘区南大街公园里小区14-3-502",
        "东莞南城宏伟路万科金域中央二期11座",
        "荃灣沙咀道388號泰昌工業中心11樓06室",
        "新疆喀什地区疏附县吾库萨克镇7村3组",
        "丰县凤城镇向阳路南段粮食局家属院",
        "嘉禾望岗尚东君御7栋",
    ],
)
def test_an_address_is_found_whole_without_a_word_that_announces_it(address):
    assert redacted(address) == "[address]"


def test_an_address_begins_after_the_verb_and_ends_before_the_sentence_goes_on():
    assert redacted("帮您改成云栖锦园6幢2单元1103了") == "帮您改成[address]了"
    assert redacted("i live at 61 st olaves walk, norbury and the card") == "i live at [address] and the card"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("call zero seven eight double four, 551 203 now", "call [phone] now"),
        ("手机189五五一三零七七二", "手机[phone]"),
        ("电话 15 84 02 99 317", "电话 [phone]"),
        ("appelez 06 39 98 14 27", "appelez [phone]"),
        ("+49 (0)171 39 200 58", "[phone]"),
        ("pm 2505 0117", "[order]"),
        ("RR 482 915 307 SG", "[order]"),
        ("invoice INV/2024/11/30482", "invoice [order]"),
        ("RMA is RMA-7731-XC", "RMA is [order]"),
        ("amex 371449-635302-110", "amex [card]"),
        ("iban GB33BUKB20201555555555", "iban [card]"),
        ("born 2 February 1948", "born [id]"),
        ("passport no is 533 810 247", "passport no is [id]"),
        ("S8437205F", "[id]"),
        ("lucas dot m at gmail dot com", "[email]"),
        ("邮箱 chuxia下划线2001艾特qq.com", "邮箱 [email]"),
        ("他那边叫changyuan_gz", "他那边叫[handle]"),
        ("小红书id vivi爱露营_0921，你好", "小红书id [handle]，你好"),
        ("my insta is itsmarlowe", "my insta is [handle]"),
        ("the door code is B4417", "the door code is [address]"),
    ],
)
def test_numbers_codes_and_handles_are_found_however_they_are_written(text, clean):
    assert redacted(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "my sister moves to Chicago, my dad is happy, my friend said so",
        "Do you deliver to New York or San Francisco? I'm from Ireland",
        "it runs on 120 V / 1500 W. SKU is KT-0040-US-WHT",
        "1 rain cover size M. For rain",
        "Our showroom is at 210 Oxford Street",
        "its really nice, im very happy, this is ridiculous again",
        "between Luna and Stella, is it by Tom Dixon?",
        "we are @pomelo.shop there, instagram? tag me",
        "2 for 1 on the 40 inch one, 3 drawers, delivery 3-5 days",
        "model no. 88123456, ISO 9001:2015, size 200-230-400",
        "执行标准GB/T 15107-2013，批次 2502-VT3-07",
        "安装师傅几点来 送货师傅会打电话吗",
        "係我先生收，这位女士",
        "老师推荐的 老板在吗 小姐姐在吗 小米手机",
        "5月20号发货吗 一二三四五天可以吗",
        "高领毛衣和白色衬衫 金色的还有吗 安全扣",
        "北京市朝阳区能上门吗 苏州和杭州包邮吗",
        "收件人可以改吗 他叫我等着 我是新客户",
        "满300减50 12-24小时发货 3房2厅",
    ],
)
def test_goods_places_and_roles_are_nobodys(text):
    assert redacted(text) == text


def test_a_reply_to_a_question_is_what_was_asked_for():
    assert cleaned("a: Could I have your full name, please?", "c: cathryn bellweather")[1] == "[name]"
    assert cleaned("a: Which name was on the order?", "c: will turner. yes like the pirate")[1].startswith("[name].")
    assert cleaned("a: 怎么称呼您，电话多少？", "c: 令狐冲虚，对") [1] == "[name]，对"  # fmt: skip
    assert cleaned("a: Your pick-up code?", "c: its 4471")[1] == "its [order]"


def test_what_nobody_asked_for_is_not_taken_for_a_reply():
    assert cleaned("a: The lamp is in stock.", "c: cathryn bellweather")[1] == "cathryn bellweather"
    assert cleaned("a: What colour would you like?", "c: midnight azure")[1] == "midnight azure"


def test_a_number_in_several_messages_is_found_in_all_of_them():
    assert cleaned("c: 1515", "c: 5902", "c: 386") == ["[phone]"] * 3
    assert cleaned("c: how many fit", "c: 1515") == ["how many fit", "1515"]


def test_a_name_told_late_is_hidden_from_the_first_message_on():
    assert cleaned("c: does Marisol get a mail", "c: my sister Marisol") == [
        "does [name] get a mail",
        "my sister [name]",
    ]


def test_a_surname_that_is_told_finds_the_full_name_and_the_title():
    first, second, third = cleaned("c: 我姓台！台永军", "a: 台先生您好", "c: 是台不是邰")
    assert (first, second) == ("我[name]！[name]", "[name]您好")
    assert third == "是[name]不是邰"


def test_a_name_that_is_a_word_too_is_not_found_in_the_word():
    assert cleaned("c: my english name is Sunny", "c: today is sunny, Sunny says")[1] == "today is sunny, [name] says"


def test_a_house_number_that_corrects_another_one_is_hidden():
    assert cleaned("c: 云栖锦园6幢2单元1103", "c: 不是1103，是1301")[1] == "不是[order]，是[address]"
    assert cleaned("c: it's 86 Tilbury Close, should be 88!!")[0] == "it's [address], should be [address]!!"


def test_the_end_of_a_known_card_is_hidden_alone():
    assert cleaned("c: 6228480033117744558", "c: 4558那张我早注销了")[1] == "[order]那张我早注销了"


def test_agents_and_the_shops_own_data_stay():
    assert (
        cleaned("c: ask for Lily on 400-555-0136", keep=["Lily", "400-555-0136"])[0] == "ask for Lily on 400-555-0136"
    )


def test_phrases_are_found_as_whole_words_and_the_longest_first():
    found = Phrases(["Ann", "Ann Lee", "佳佳"])
    text = "Anne met Ann Lee and 佳佳来了"
    assert [text[start:end] for start, end in found.find(text)] == ["Ann Lee", "佳佳"]


def seconds(turns: int) -> float:
    lines = [
        f"c: my name is Ab{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}na Mobutu{n}, order PM-{100000 + n}"
        for n in range(turns)
    ]
    began = time.process_time()
    cleaned(*lines)
    return time.process_time() - began


def test_a_long_chat_takes_time_in_proportion_to_its_length():
    assert seconds(1200) < 10 * max(seconds(300), 0.05)


@pytest.mark.parametrize(
    "text", ["12 ab " * 600, "路1号" * 1000, "Aa, " * 1000, "aa bb " * 650, "one " * 1000, "张三 " * 1300]
)
def test_no_text_keeps_the_finder_busy(text):
    began = time.process_time()
    redacted(text)
    assert time.process_time() - began < 5


def seen(kind: str, word: str, text: str) -> list[Entity]:
    at = text.index(word)
    return [Entity(kind, word, at, at + len(word))]


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("谷爱凌穿的是哪双", "person", "谷爱凌"),
        ("how about taylor swift", "person", "taylor swift"),
        ("张家口发货吗", "person", "张家"),
        ("customs say need NRIC", "person", "NRIC"),
        ("legend thx", "person", "thx"),
        ("does SPRING20 still work", "address", "SPRING20"),
        ("our showroom is at 210 Oxford Street", "address", "210 Oxford Street"),
        ("error code 40312 when i pay", "order_number", "40312"),
    ],
)
def test_the_classifier_is_not_believed_against_the_words_around(text, kind, word):
    assert redacted(text, read=seen(kind, word, text)) == text


def test_the_classifiers_person_goes_without_the_words_that_are_no_name():
    text = "my cousin bexley ok"
    assert redacted(text, read=seen("person", "cousin bexley", text)) == "my cousin [name] ok"


def test_whom_the_goods_are_about_stays_in_the_whole_conversation():
    asked, told = "how about greta marlowe", "No Greta Marlowe either"
    turns = [Turn(0, "customer", asked), Turn(1, "agent", told)]
    read = {0: seen("person", "greta marlowe", asked), 1: seen("person", "Greta Marlowe", told)}
    assert personal_in(turns, read) == {0: (), 1: ()}


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("老地址惠山区堰桥街道不要了", "老地址[address]不要了"),
        ("放东门门卫室", "放[address]"),
        ("8幢甲单元902", "[address]"),
        ("我先生田野收", "我先生[name]收"),
        ("快递员小董电话给我下", "快递员[name]电话给我下"),
        ("我们班柯梦洁代领", "我们班[name]代领"),
        ("昵称叫飞翔的荷兰猪", "昵称叫[handle]"),
        ("last 4 of card 8820", "last 4 of card [card]"),
    ],
)
def test_pieces_with_a_word_of_their_own_before_them_are_found(text, clean):
    assert redacted(text) == clean


def test_numbers_in_chinese_digits_and_ends_of_identity_cards_are_replies_too():
    assert cleaned("c: 一八六三七零二", "c: 五五一九") == ["[phone]"] * 2
    assert cleaned("a: 身份证后四位方便核对吗？", "c: 061X")[1] == "[id]"
    assert cleaned("a: 有货的", "c: 061X")[1] == "061X"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("oh seven seven double oh nine hundred four one two", "[phone]"),
        ("加我微信聊吧 yeyu1998x", "加我微信聊吧 [handle]"),
        ("my flatmate, surname mcgarrity", "my flatmate, surname [name]"),
        ("收件人係梁生對嗎", "收件人係[name]對嗎"),
    ],
)
def test_numbers_with_hundreds_and_handles_after_a_word_more_are_found(text, clean):
    assert redacted(text) == clean


def test_a_city_and_so_many_days_are_no_address():
    text = "Belfast 3-5 working days"
    assert redacted(text, read=seen("address", "Belfast 3-5", text)) == text
