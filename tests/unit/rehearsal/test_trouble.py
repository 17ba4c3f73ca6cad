"""A shop in trouble for one turn, and whole again after it."""

import asyncio

import pytest

from rehearsal.script import Trouble
from rehearsal.trouble import in_trouble
from storefront.adapters.sqlite import SqliteShop
from storefront.port import ShopUnavailableError
from tests.shop_samples import SHOP


@pytest.fixture
async def shop(tmp_path):
    one = SqliteShop(tmp_path / "shop.db")
    await one.load(SHOP)
    return one


async def test_a_locked_shop_can_be_read_and_not_written(shop, tmp_path):
    with in_trouble(tmp_path / "shop.db", Trouble.LOCKED):
        assert await shop.dump() == SHOP
        with pytest.raises(ShopUnavailableError):
            await shop.load(SHOP)
    await shop.load(SHOP)


async def test_a_shop_that_is_gone_comes_back_as_it_was(shop, tmp_path):
    with in_trouble(tmp_path / "shop.db", Trouble.GONE), pytest.raises(ShopUnavailableError):
        await shop.dump()
    assert await shop.dump() == SHOP


async def test_without_trouble_all_is_well(shop, tmp_path):
    with in_trouble(tmp_path / "shop.db", None):
        await asyncio.gather(shop.load(SHOP), shop.dump())
