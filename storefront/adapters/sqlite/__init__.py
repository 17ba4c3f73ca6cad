"""A shop in one SQLite file."""

from storefront.adapters.sqlite.shop import InconsistentShopError, SqliteShop

__all__ = ["InconsistentShopError", "SqliteShop"]
