"""Plays written conversations against a fresh house through the chat API; checks what was said, done and not done."""
