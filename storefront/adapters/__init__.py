"""Ways to reach a shop, one module or package each; all pass tests/contract/shop_contract.py."""
