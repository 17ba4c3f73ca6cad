"""Rasa's door: runs one action and answers with its events and messages, never with the tracker."""

import logging
import time
from collections.abc import Mapping

from aiohttp import web
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions.errors import ApiError, json_object

logger = logging.getLogger(__name__)


class Webhook:
    """POST /webhook."""

    def __init__(self, executor: ActionExecutor) -> None:
        self._executor = executor

    async def __call__(self, request: web.Request) -> web.Response:
        """Run ``next_action``; Rasa takes status 400 for a rejection, so nothing else answers with it."""
        call = await json_object(request)
        name = call.get("next_action")
        if not isinstance(name, str) or not isinstance(call.get("tracker"), Mapping):
            raise ApiError(422, "malformed", "next_action and tracker are needed")
        # Rasa leaves the domain out; the executor wants one or a digest it has seen, and no action here reads it.
        call["domain"] = {}
        began = time.monotonic()
        try:
            result = await self._executor.run(call)
        except ActionNotFoundException:
            raise ApiError(404, "unknown_action", "there is no such action") from None
        except ActionExecutionRejection as rejection:
            return web.json_response({"error": "rejected", "action_name": rejection.action_name}, status=400)
        except Exception as error:
            # The traceback names the fault; the tracker, which the executor's own server echoes, stays out of it.
            logger.exception("the action %s failed", name[:80])
            raise ApiError(500, "failed_action", "the action failed") from error
        logger.info("action_took %s %.1f ms", name[:80], (time.monotonic() - began) * 1000)
        return web.json_response(result.model_dump() if result else {"events": [], "responses": []})
