"""Receipts in words: the same named response in the chat and in the list the desk asks for."""

from dataclasses import dataclass

from rasa_sdk.executor import CollectingDispatcher

from actions import order_words
from actions.replies import Replies
from actions.responses import Language, ResponseBook
from storefront.model import Receipt
from storefront.port import Shop


@dataclass(frozen=True)
class WrittenReceipt:
    """A receipt with its text in both languages."""

    receipt: Receipt
    zh: str
    en: str


def say_receipt(receipt: Receipt, replies: Replies) -> None:
    """The receipt as a message that the desk shows once a conversation, however often it is said."""
    replies.say(f"utter_receipt_{receipt.kind}", **_facts(receipt, replies))
    replies.show("receipt", key=receipt.key)


async def written_receipts(
    shop: Shop, book: ResponseBook, conversation_id: str, turn_id: str | None
) -> tuple[WrittenReceipt, ...]:
    """The receipts of a conversation, or of one turn of it, with their texts."""
    found = await shop.receipts(conversation_id, turn_id)
    return tuple(WrittenReceipt(one, _text(one, book, "zh"), _text(one, book, "en")) for one in found)


def _text(receipt: Receipt, book: ResponseBook, language: Language) -> str:
    replies = Replies(CollectingDispatcher(), book, language)
    return book.render(f"utter_receipt_{receipt.kind}", language, **_facts(receipt, replies))


def _facts(receipt: Receipt, replies: Replies) -> dict[str, str]:
    return {"order": receipt.order_id, "refund": order_words.receipt_refund(receipt, replies)}
