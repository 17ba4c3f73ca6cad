"""How long a turn takes when the shop is read or changed in it."""
