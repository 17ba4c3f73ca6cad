"""What to show a customer next: a GPT-2 over the shop's items, decoded under what may be sold now, with a reason each.

`train` and `evaluate` build and measure it; `recommender` serves it and imports neither.
"""
