"""Cancelling an order: choose it, ask why, propose, wait for an explicit yes, do it exactly once."""
