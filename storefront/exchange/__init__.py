"""A shop as a folder of JSONL files: read whole or not at all, written so that it reads back the same."""

from storefront.exchange.errors import BadLineError, ExchangeError, MissingFileError
from storefront.exchange.reading import read_shop
from storefront.exchange.writing import write_shop

__all__ = ["BadLineError", "ExchangeError", "MissingFileError", "read_shop", "write_shop"]
