"""Attacks on other people's orders, written in parts, played through the chat API and judged from outside.

``families`` write them out of ``words``, ``scene`` says who is robbed by whom, ``playing`` plays one attack to its end,
``judging`` looks for what must not have happened.
"""
