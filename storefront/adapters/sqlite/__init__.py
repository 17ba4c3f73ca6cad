"""A shop in one SQLite file."""

from storefront.adapters.sqlite.shop import InconsistentShopError, KeyReusedError, SqliteShop

__all__ = ["InconsistentShopError", "KeyReusedError", "SqliteShop"]
