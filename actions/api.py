"""What the desk asks of the action server besides dialogue: understanding, receipts, catalogue, search, pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from actions.answer_facts import order_facts
from actions.errors import ApiError, count_field, json_object, text_field
from actions.models import Drafting, Reader
from actions.receipts import WrittenReceipt, written_receipts
from actions.recommend import card
from actions.services import Services
from knowledge_base.entries import BadEntryError
from knowledge_base.mining.drafts import Draft
from knowledge_base.mining.personal import of_the_shop
from knowledge_base.mining.transcripts import parsed_conversation
from recommender.wish import read_wish
from storefront.demo.images import product_image
from storefront.model import Order, Product
from understanding.runtime.classifier import HEADS
from understanding.runtime.model import ReplyLanguage

LONGEST_TEXT = 10_000
MOST_TEXTS = 256
MOST_ITEMS = 20


@dataclass(frozen=True)
class Api:
    """The handlers; each reads its request, makes one call and writes plain JSON."""

    services: Services
    reader: Reader
    drafting: Drafting

    def routes(self) -> list[web.RouteDef]:
        """All routes but /health and /webhook."""
        return [
            web.post("/understand", self.understand),
            web.get("/receipts", self.receipts),
            web.get("/catalogue", self.catalogue),
            web.get("/customers/{customer_id}/card", self.customer_card),
            web.post("/answers/search", self.search),
            web.post("/answers/drafts", self.drafts),
            web.post("/recommend", self.recommend),
            web.get("/images/{product_id}.svg", self.image),
        ]

    async def understand(self, request: web.Request) -> web.Response:
        """One text gives one understanding, with ``explain`` the words behind a head's label; ``texts`` a list."""
        body = await json_object(request)
        last: ReplyLanguage = "zh" if body.get("last_language") == "zh" else "en"
        if "texts" not in body:
            text = text_field(body, "text", LONGEST_TEXT)
            head = body.get("explain")
            if head is not None and head not in HEADS:
                raise ApiError(422, "malformed", f"explain must be one of {', '.join(HEADS)}")
            answer: dict[str, Any] = {**(await self.reader.understand([text], last))[0].to_json()}
            if head is not None:
                answer["tokens"] = (await self.reader.explain(text, head)).to_json()
            return web.json_response(answer)
        texts = body["texts"]
        if not isinstance(texts, list) or len(texts) > MOST_TEXTS or not all(isinstance(text, str) for text in texts):
            raise ApiError(422, "malformed", f"texts must be a list of at most {MOST_TEXTS} texts")
        results = await self.reader.understand([text[:LONGEST_TEXT] for text in texts], last)
        return web.json_response({"results": [result.to_json() for result in results]})

    async def receipts(self, request: web.Request) -> web.Response:
        """The receipts of a conversation or a turn, with their texts."""
        conversation_id = request.query.get("conversation_id", "")
        if not conversation_id:
            raise ApiError(422, "malformed", "conversation_id is needed")
        turn_id = request.query.get("turn_id") or None
        written = await written_receipts(self.services.shop, self.services.book, conversation_id, turn_id)
        return web.json_response({"receipts": [_receipt(one) for one in written]})

    async def catalogue(self, request: web.Request) -> web.Response:
        """One line a product, with its cheapest variant in stock."""
        products = await self.services.shop.products()
        return web.json_response({"products": [_line(product) for product in products if product.variants]})

    async def customer_card(self, request: web.Request) -> web.Response:
        """A customer's name and orders, for the agent who has the conversation."""
        customer = await self.services.shop.customer(request.match_info["customer_id"])
        if customer is None:
            raise ApiError(404, "unknown_customer", "there is no such customer")
        orders = await self.services.shop.orders_of(customer.customer_id)
        chinese = customer.locale == "zh"
        name = (
            f"{customer.last_name}{customer.first_name}" if chinese else f"{customer.first_name} {customer.last_name}"
        )
        return web.json_response(
            {"name": name.strip(), "locale": customer.locale, "orders": [_order(order) for order in orders]}
        )

    async def search(self, request: web.Request) -> web.Response:
        """The past answers nearest to a text."""
        body = await json_object(request)
        text, count = text_field(body, "text", LONGEST_TEXT), count_field(body, "n", 5, MOST_ITEMS)
        language = body.get("language") if body.get("language") in ("zh", "en") else ""
        found = await self.services.answers.search(text, str(language))
        best = found.answer
        answer = best and {
            "entry_id": best.entry_id,
            "question": best.question,
            "answer": best.text,
            "language": best.language,
            "score": best.score,
        }
        candidates = [
            {
                "entry_id": one.entry_id,
                "question": one.question,
                "answer": one.answer,
                "language": one.language,
                "score": one.score,
            }
            for one in found.candidates[:count]
        ]
        return web.json_response({"answer": answer, "probability": found.probability, "candidates": candidates})

    async def drafts(self, request: web.Request) -> web.Response:
        """What an agent answered in a conversation and the past answers do not, as proposals for review."""
        body = await json_object(request)
        customer_id = text_field(body, "customer_id", 200) if body.get("customer_id") is not None else ""
        try:
            conversation = parsed_conversation(body)
        except BadEntryError as error:
            raise ApiError(422, "malformed", str(error)) from error
        products = await self.services.shop.products()
        keep = of_the_shop(self.services.policy.contact, products)
        orders = await self.services.shop.orders_of(customer_id) if customer_id else ()
        found = await self.drafting.drafts(conversation, keep, order_facts(orders))
        return web.json_response({"drafts": [_draft(one) for one in found]})

    async def recommend(self, request: web.Request) -> web.Response:
        """Products for a customer, a text, both or neither."""
        body = await json_object(request)
        count = count_field(body, "n", 5, MOST_ITEMS)
        text = text_field(body, "text", LONGEST_TEXT) if body.get("text") is not None else ""
        customer_id = text_field(body, "customer_id", 200) if body.get("customer_id") is not None else ""
        catalogue = await self.services.shop.products()
        history = await self.services.shop.events_of(customer_id) if customer_id else ()
        language = body.get("language") or ("zh" if _has_chinese(text) else "en")
        wish = read_wish(text, catalogue, str(language))
        found = await self.services.recommending.recommend(history, catalogue, wish, count)
        return web.json_response({"items": [card(item) for item in found]})

    async def image(self, request: web.Request) -> web.Response:
        """A product's picture."""
        product = await self.services.shop.product(request.match_info["product_id"])
        if product is None:
            raise ApiError(404, "unknown_product", "there is no such product")
        return web.Response(text=product_image(product), content_type="image/svg+xml")


def _draft(draft: Draft) -> Mapping[str, Any]:
    entry = draft.entry
    return {
        "entry_id": entry.entry_id,
        "questions": [{"text": one.text, "language": one.language} for one in entry.questions],
        "answers": dict(entry.answers),
        "tags": list(entry.tags),
        "joins": entry.joins,
        "agent": entry.provenance.agent,
        "note": draft.note,
    }


def _receipt(written: WrittenReceipt) -> Mapping[str, Any]:
    receipt = written.receipt
    return {
        "key": receipt.key,
        "kind": receipt.kind,
        "turn_id": receipt.turn_id,
        "order_id": receipt.order_id,
        "response": written.response,
        "text": {"zh": written.zh, "en": written.en},
        "created_at": receipt.created_at.isoformat(),
    }


def _line(product: Product) -> Mapping[str, Any]:
    in_stock = [variant for variant in product.variants if variant.stock > 0]
    shown = min(in_stock or product.variants, key=lambda variant: variant.price)
    return {
        "sku": shown.sku,
        "product_id": product.product_id,
        "title": product.title("en"),
        "title_zh": product.title("zh"),
        "description": product.description,
        "description_zh": product.description_zh,
        "category": product.category,
        "brand": product.brand,
        "price": f"{shown.price:.2f}",
        "currency": shown.currency,
        "image": f"/images/{product.product_id}.svg",
        "stock": shown.stock,
        "options": dict(shown.options),
    }


def _order(order: Order) -> Mapping[str, Any]:
    return {
        "order_id": order.order_id,
        "status": order.status.value,
        "total": f"{order.total:.2f}",
        "currency": order.currency,
        "placed_at": order.placed_at.isoformat() if order.placed_at else None,
    }


def _has_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)
