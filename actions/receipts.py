"""Receipts in words: the same named response in the chat and in the list the desk asks for."""

from dataclasses import dataclass
from decimal import Decimal

from rasa_sdk.executor import CollectingDispatcher

from actions import formats, order_words
from actions.replies import Replies
from actions.responses import Language, ResponseBook
from actions.tasks.invoices.words import buyer, variation
from storefront.model import Receipt
from storefront.port import Shop


@dataclass(frozen=True)
class WrittenReceipt:
    """A receipt with its text in both languages."""

    receipt: Receipt
    zh: str
    en: str

    @property
    def response(self) -> str:
        """The named response it is told with."""
        return _response(self.receipt)


async def tell_done(key: str, conversation_id: str, shop: Shop, replies: Replies) -> bool:
    """Say the receipt of a change that was made before under this key; whether there is one."""
    done = next((one for one in await shop.receipts(conversation_id) if one.key == key), None)
    if done is not None:
        replies.say("utter_already_done")
        say_receipt(done, replies)
    return done is not None


def say_receipt(receipt: Receipt, replies: Replies) -> None:
    """The receipt as a message that the desk shows once a conversation, however often it is said."""
    replies.say_what_fits(_response(receipt), [], _facts(receipt, replies))
    replies.show("receipt", key=receipt.key)


async def written_receipts(
    shop: Shop, book: ResponseBook, conversation_id: str, turn_id: str | None
) -> tuple[WrittenReceipt, ...]:
    """The receipts of a conversation, or of one turn of it, with their texts."""
    found = await shop.receipts(conversation_id, turn_id)
    return tuple(WrittenReceipt(one, _text(one, book, "zh"), _text(one, book, "en")) for one in found)


def _text(receipt: Receipt, book: ResponseBook, language: Language) -> str:
    facts = _facts(receipt, Replies(CollectingDispatcher(), book, language))
    return book.render(_response(receipt), language, **book.needed(_response(receipt), facts))


def _response(receipt: Receipt) -> str:
    return f"utter_receipt_{receipt.kind}{variation(receipt.facts.get('purpose', ''))}"


def _facts(receipt: Receipt, replies: Replies) -> dict[str, str]:
    facts = receipt.facts
    return {
        "order": receipt.order_id,
        "refund": order_words.receipt_refund(receipt, replies),
        "money": order_words.receipt_money(receipt, replies),
        "method": formats.method(facts.get("method", ""), "", replies.language),
        "address": facts.get("address", ""),
        "title": buyer(facts.get("title", ""), facts.get("tax_number", ""), replies),
        "amount": formats.money(Decimal(facts.get("total", "0")), facts.get("currency", "")),
        "email": formats.masked_email(facts.get("email", "")),
    }
