"""Identity tokens the storefront signs."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import jwt

from foundation.turns import Identity

AUDIENCE = "concierge"
LONGEST_LIFE = 15 * 60
LEEWAY = 30
LONGEST_TOKEN = 8192


class BadIdentityError(ValueError):
    """The token does not prove anything; the message says why without repeating it."""


@dataclass(frozen=True)
class TokenVerifier:
    """Checks identity tokens against the shared secret on the real clock."""

    secret: str
    issuer: str = ""

    def identity(self, token: str) -> Identity:
        """The proof a token carries; raise BadIdentityError when it carries none."""
        if not self.secret:
            raise BadIdentityError("this shop has no identity secret configured")
        if len(token) > LONGEST_TOKEN:
            raise BadIdentityError("the identity token is too long")
        claims = self._claims(token)
        now = time.time()
        if claims["exp"] > now + LONGEST_LIFE + LEEWAY:
            raise BadIdentityError("the identity token expires more than 15 minutes ahead")
        issued = claims.get("iat", now)
        # A proof is as old as its token: what was signed long ago must not pass for fresh.
        proven_at = datetime.fromtimestamp(min(max(issued, 0), now), UTC)
        return Identity(_subject(claims), "token", proven_at.isoformat(), may_change=True)

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self.secret,
                algorithms=["HS256"],
                audience=AUDIENCE,
                issuer=self.issuer or None,
                leeway=LEEWAY,
                options={"require": ["exp", "aud", "sub"] + (["iss"] if self.issuer else [])},
            )
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise BadIdentityError("the identity token is not valid") from error
        for name in ("exp", "iat"):
            value = claims.get(name, 0)
            if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 2**53:
                raise BadIdentityError(f"the identity token's {name} is not a time")
        return claims


def _subject(claims: dict[str, Any]) -> str:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 128 or not subject.isprintable():
        raise BadIdentityError("the identity token's sub is not a customer id")
    return subject
