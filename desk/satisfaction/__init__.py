"""Satisfaction: asked once when a conversation ends, answered by choice or in words, kept with its reason, counted."""
