"""Pomelo Living, the shop that comes with the bot: hand-written goods, people and reviews, generated histories."""
