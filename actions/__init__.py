"""The action server: one module a customer goal, behind Rasa's webhook; ``bootstrap`` wires it."""
