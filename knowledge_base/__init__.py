"""Past answers: stored entries, their vectors, the index over them, and what may be answered from it."""
