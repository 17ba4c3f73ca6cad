"""What the shop's agents answer becomes a proposal for the knowledge base; figures show how far that has come."""
