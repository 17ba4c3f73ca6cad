"""The tables of a shop's SQLite file; ``position`` keeps the order in which records were loaded.

Money is decimal text, times are UTC text of fixed width, so that text order is time order.
"""

SCHEMA_VERSION = 2

DATA_TABLES = (
    "customers",
    "payment_methods",
    "products",
    "variants",
    "orders",
    "order_lines",
    "payments",
    "shipments",
    "shipment_lines",
    "shipment_events",
    "requests",
    "request_lines",
    "invoices",
    "reviews",
    "events",
    "coupons",
)
"""What an import replaces; receipts and the audit log outlive it."""

INVOICES = """
CREATE TABLE invoices (
    position INTEGER PRIMARY KEY,
    order_key TEXT NOT NULL UNIQUE REFERENCES orders (order_key),
    title TEXT NOT NULL, tax_number TEXT NOT NULL, email TEXT NOT NULL, amount TEXT NOT NULL,
    requested_at TEXT NOT NULL, number TEXT NOT NULL, sent_again_at TEXT, corrections INTEGER NOT NULL
);
"""

UPGRADES = {1: INVOICES}
"""What a file of an older version lacks; the version after it has it."""

SCHEMA = f"""
CREATE TABLE customers (
    position INTEGER PRIMARY KEY,
    customer_id TEXT NOT NULL UNIQUE,
    first_name TEXT NOT NULL, last_name TEXT NOT NULL,
    line1 TEXT NOT NULL, line2 TEXT NOT NULL, city TEXT NOT NULL, state TEXT NOT NULL, country TEXT NOT NULL,
    postcode TEXT NOT NULL,
    email TEXT NOT NULL, phone TEXT NOT NULL, points INTEGER, locale TEXT NOT NULL, birth_year INTEGER,
    gender TEXT NOT NULL, occupation TEXT NOT NULL,
    email_key TEXT NOT NULL, phone_tail TEXT NOT NULL, person_key TEXT NOT NULL
);
CREATE INDEX customers_by_email ON customers (email_key);
CREATE INDEX customers_by_phone ON customers (phone_tail);
CREATE INDEX customers_by_person ON customers (person_key);

CREATE TABLE payment_methods (
    position INTEGER PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (customer_id),
    id TEXT NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL, balance TEXT,
    UNIQUE (customer_id, id)
);

CREATE TABLE products (
    position INTEGER PRIMARY KEY,
    product_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL, name_zh TEXT NOT NULL, description TEXT NOT NULL, description_zh TEXT NOT NULL,
    category TEXT NOT NULL, brand TEXT NOT NULL
);

CREATE TABLE variants (
    position INTEGER PRIMARY KEY,
    sku TEXT NOT NULL UNIQUE,
    product_id TEXT NOT NULL REFERENCES products (product_id),
    options TEXT NOT NULL, price TEXT NOT NULL, currency TEXT NOT NULL,
    stock INTEGER NOT NULL CHECK (stock >= 0)
);
CREATE INDEX variants_by_product ON variants (product_id);

CREATE TABLE orders (
    position INTEGER PRIMARY KEY,
    order_key TEXT NOT NULL UNIQUE,
    order_id TEXT NOT NULL,
    customer_id TEXT NOT NULL REFERENCES customers (customer_id),
    status TEXT NOT NULL CHECK (status IN (
        'pending', 'processed', 'shipped', 'delivered', 'cancelled', 'return_requested', 'exchange_requested')),
    currency TEXT NOT NULL,
    line1 TEXT NOT NULL, line2 TEXT NOT NULL, city TEXT NOT NULL, state TEXT NOT NULL, country TEXT NOT NULL,
    postcode TEXT NOT NULL,
    items_modified INTEGER NOT NULL,
    placed_at TEXT, shipped_at TEXT, delivered_at TEXT, eta TEXT,
    cancel_reason TEXT NOT NULL
);
CREATE INDEX orders_by_customer ON orders (customer_id);

CREATE TABLE order_lines (
    position INTEGER PRIMARY KEY,
    order_key TEXT NOT NULL REFERENCES orders (order_key),
    line_id TEXT NOT NULL, sku TEXT NOT NULL, product_id TEXT NOT NULL, name TEXT NOT NULL, options TEXT NOT NULL,
    price TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0),
    UNIQUE (order_key, line_id)
);

CREATE TABLE payments (
    position INTEGER PRIMARY KEY,
    order_key TEXT NOT NULL REFERENCES orders (order_key),
    kind TEXT NOT NULL, amount TEXT NOT NULL, method_id TEXT NOT NULL
);
CREATE INDEX payments_by_order ON payments (order_key);

CREATE TABLE shipments (
    position INTEGER PRIMARY KEY,
    order_key TEXT NOT NULL REFERENCES orders (order_key),
    tracking_number TEXT NOT NULL, carrier TEXT NOT NULL
);
CREATE INDEX shipments_by_order ON shipments (order_key);

CREATE TABLE shipment_lines (
    position INTEGER PRIMARY KEY,
    shipment INTEGER NOT NULL REFERENCES shipments (position),
    line_id TEXT NOT NULL
);
CREATE INDEX shipment_lines_by_shipment ON shipment_lines (shipment);

CREATE TABLE shipment_events (
    position INTEGER PRIMARY KEY,
    shipment INTEGER NOT NULL REFERENCES shipments (position),
    at TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX shipment_events_by_shipment ON shipment_events (shipment);

CREATE TABLE requests (
    position INTEGER PRIMARY KEY,
    order_key TEXT NOT NULL REFERENCES orders (order_key),
    kind TEXT NOT NULL, method_id TEXT NOT NULL, reason TEXT NOT NULL, created_at TEXT
);
CREATE INDEX requests_by_order ON requests (order_key);

CREATE TABLE request_lines (
    position INTEGER PRIMARY KEY,
    request INTEGER NOT NULL REFERENCES requests (position),
    line_id TEXT NOT NULL, quantity INTEGER NOT NULL, new_sku TEXT NOT NULL
);
CREATE INDEX request_lines_by_request ON request_lines (request);

{INVOICES.strip()}

CREATE TABLE reviews (
    position INTEGER PRIMARY KEY,
    product_id TEXT NOT NULL REFERENCES products (product_id),
    customer_id TEXT NOT NULL, rating INTEGER NOT NULL, text TEXT NOT NULL, created_at TEXT NOT NULL
);
CREATE INDEX reviews_by_product ON reviews (product_id, created_at);

CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customers (customer_id),
    kind TEXT NOT NULL, at TEXT NOT NULL, sku TEXT NOT NULL, product_id TEXT NOT NULL, value REAL
);
CREATE INDEX events_by_customer ON events (customer_id, at);

CREATE TABLE coupons (
    position INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL, value TEXT NOT NULL, min_spend TEXT, valid_from TEXT, valid_until TEXT,
    customer_id TEXT NOT NULL, used_at TEXT
);
CREATE INDEX coupons_by_customer ON coupons (customer_id);

CREATE TABLE receipts (
    key TEXT PRIMARY KEY,
    position INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL, conversation_id TEXT NOT NULL, turn_id TEXT NOT NULL, order_id TEXT NOT NULL,
    customer_id TEXT NOT NULL, created_at TEXT NOT NULL, facts TEXT NOT NULL
);
CREATE INDEX receipts_by_conversation ON receipts (conversation_id, turn_id);

CREATE TABLE audit (
    position INTEGER PRIMARY KEY,
    at TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, conversation_id TEXT NOT NULL, turn_id TEXT NOT NULL,
    customer_id TEXT NOT NULL, order_id TEXT NOT NULL, details TEXT NOT NULL
);
"""
