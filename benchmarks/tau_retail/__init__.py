"""A simulated customer talks his public order tasks through the chat API; the shop's end state says what was solved.

He is built from a task's gold actions and prose and words of our own; he knows nothing of the bot's phrasing.
"""
