"""Ratings of customers over plain HTTP, for pages that draw stars of their own."""

from collections.abc import Iterable

from aiohttp import web

from desk.api.access import Gate, address
from desk.api.chat import ONE
from desk.api.endpoint import Endpoint, answer
from desk.api.parsing import read_body
from desk.api.satisfaction_types import NewRating, RatingOut, rating_out
from desk.satisfaction.ratings import Ratings


class SatisfactionApi:
    """Takes how satisfied a customer is."""

    def __init__(self, gate: Gate, ratings: Ratings) -> None:
        self._gate = gate
        self._ratings = ratings

    def endpoints(self) -> Iterable[Endpoint]:
        """One endpoint."""
        return (
            Endpoint("POST", f"{ONE}/satisfaction", self.rate,
                     "Say how satisfied the customer is; for an hour another answer takes the place of the first",
                     RatingOut, NewRating, access="conversation",
                     errors=(400, 401, 403, 404, 409, 413, 422, 429, 503)),
        )  # fmt: skip

    async def rate(self, request: web.Request) -> web.Response:
        """Keep the answer."""
        conversation = await self._gate.enter(request)
        self._gate.count_message(conversation, address(request))
        body = await read_body(request, NewRating)
        return answer(rating_out(await self._ratings.rate(conversation.id, conversation.epoch, body.feedback)))
