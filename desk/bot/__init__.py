"""Clients of Rasa and of the action server; every call carries the internal secret and has a deadline."""
