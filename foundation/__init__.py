"""What every process stands on: settings, business clock, signed turns and the wire types between desk and actions.

Standard library only and Python 3.10 syntax, because Rasa's environment imports it too.
"""
