"""People: the queue, who owns a conversation, the agents' sign-in."""
