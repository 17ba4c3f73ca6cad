"""The Rasa process: domain, graph components, the desk's channel, training and launch (Python 3.10)."""
