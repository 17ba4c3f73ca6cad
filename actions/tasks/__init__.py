"""Changes a customer wants: which order, what exactly, proposed in plain words, done once on an explicit yes."""
