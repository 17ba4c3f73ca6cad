"""Complaints: recorded with a promise, answered by agents, watched so that the promise is kept."""
