"""Unguessable names, and the digests under which they are stored."""

import hashlib
import secrets


def new_id(prefix: str) -> str:
    """A name nobody can guess: 128 bits behind a readable prefix."""
    return f"{prefix}_{secrets.token_hex(16)}"


def new_token() -> str:
    """A bearer token of 256 bits."""
    return secrets.token_urlsafe(32)


def digest(text: str) -> str:
    """SHA-256 in hex; enough for random tokens, which cannot be guessed from their digest."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
