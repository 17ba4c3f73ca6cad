"""Complaints: an apology that fits, a record at the desk, a promise with a time."""
