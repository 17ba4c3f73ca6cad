import pytest

from storefront.identifiers import email_key, order_key, person_key, phone_digits, phone_tail, same_phone


@pytest.mark.parametrize("typed", ["#W2611340", "w2611340", " # w 261 1340", "＃Ｗ２６１１３４０", "##W2611340"])
def test_an_order_number_is_the_same_however_it_is_typed(typed: str):
    assert order_key(typed) == "w2611340"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("13800138000", "+86 138 0013 8000", True),
        ("0571-88001234", "+86 571 8800 1234", True),
        ("+44 7700 900114", "07700900114", True),
        ("13800138000", "13800138001", False),
        ("8000", "13800138000", False),
        ("", "", False),
        ("99999913800138000", "13800138000", False),
    ],
)
def test_phones_are_compared_with_and_without_country_code(one: str, other: str, same: bool):
    assert same_phone(one, other) is same
    assert same_phone(other, one) is same
    assert not same or phone_tail(one) == phone_tail(other)


def test_digits_of_other_scripts_are_no_phone_digits():
    assert phone_digits("١٣٨") == ""


def test_emails_are_compared_without_letter_case():
    assert email_key(" Ann@Example.COM ") == email_key("ann@example.com")


def test_a_person_is_known_only_by_all_three_parts():
    assert person_key("Ann", "Green", "N1 4QP") == person_key(" ann ", "GREEN", "n14qp") != ""
    assert person_key("Ann", "", "N1 4QP") == ""
