"""Conversations: their states, their messages and the one turn at a time that answers the customer."""
