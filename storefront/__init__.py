"""The shop: a frozen model, pure policy, a port with adapters, and the demo shop."""
