"""Hand-made lines in the shape of an imported shop, each a fresh dict that a test may spoil."""

import json
from pathlib import Path
from typing import Any

Line = dict[str, Any]
Files = dict[str, list[Line]]


def files() -> Files:
    address = {
        "line1": "986 Sunset Drive", "line2": "Suite 259", "city": "Denver", "state": "CO", "country": "USA",
        "postcode": "80279",
    }  # fmt: skip
    line = {
        "line_id": "1", "sku": "6469567736", "product_id": "8310926033", "name": "Water Bottle",
        "options": {"capacity": "1000ml", "color": "blue"}, "price": "47.84", "quantity": 1,
    }  # fmt: skip
    order = {
        "order_id": "#W2611340", "customer_id": "noah_brown_6181", "status": "processed", "currency": "USD",
        "address": dict(address), "lines": [line], "payments": [
            {"kind": "payment", "amount": "47.84", "method_id": "paypal_5727330"}
        ], "shipments": [{"tracking_number": "357962501027", "line_ids": ["1"]}],
    }  # fmt: skip
    return {
        "customers": [
            {
                "customer_id": "noah_brown_6181", "email": "noah.brown7922@example.com", "first_name": "Noah",
                "last_name": "Brown", "address": dict(address), "payment_methods": [
                    {"id": "paypal_5727330", "kind": "paypal", "label": "paypal"},
                    {"id": "gift_card_4374071", "kind": "gift_card", "label": "gift card", "balance": "51.00"},
                ], "locale": "en",
            }
        ],
        "products": [
            {
                "product_id": "8310926033", "name": "Water Bottle", "variants": [
                    {"sku": "6469567736", "options": {"capacity": "1000ml", "color": "blue"}, "price": "47.84",
                     "currency": "USD", "stock": 10},
                    {"sku": "6469567737", "options": {"capacity": "500ml", "color": "blue"}, "price": "40.00",
                     "currency": "USD", "stock": 0},
                ],
            }
        ],
        "orders": [
            order,
            {
                **json.loads(json.dumps(order)), "order_id": "#W3220387", "status": "return_requested",
                "requests": [{"kind": "return", "lines": [{"line_id": "1", "quantity": 1}],
                              "method_id": "paypal_5727330"}],
            },
        ],
        "reviews": [
            {"product_id": "8310926033", "rating": 4, "text": "Keeps cold.", "created_at": "2024-05-01T10:00:00Z"}
        ],
        "events": [
            {"customer_id": "noah_brown_6181", "sku": "6469567736", "kind": "view", "at": "2024-05-01T10:00:00+02:00"}
        ],
        "coupons": [{"code": "MAY", "kind": "percent", "value": "10", "valid_until": "2024-06-01"}],
    }  # fmt: skip


def write(contents: Files, folder: Path) -> Path:
    for name, lines in contents.items():
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, "utf-8")
    return folder
