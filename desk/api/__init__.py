"""The HTTP edge: parses once into types, calls one room, translates named errors once."""
