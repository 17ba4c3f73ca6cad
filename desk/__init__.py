"""The front door: chat API and WebSocket, agent API, handoff, identity, mail; the only process the public reaches.

It loads no model: what needs one is asked of the action server and of Rasa over HTTP (``bot/``). Rooms inside:
``api`` (HTTP edge), ``conversations`` (turns, messages, states), ``complaints`` (promises), ``handoff`` (people),
``satisfaction`` (how it was), ``identity`` (proofs), ``store`` (tables and migrations), ``mail`` (letters),
``widget``, ``console`` and ``demo``
(browser files).
"""
