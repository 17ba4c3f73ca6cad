"""From a question to a past answer: vectors, scores, how sure the bot may be."""
