"""Tables, migrations and the statements that read and write them; only frozen values come out.

Functions take an open connection, so that callers decide what belongs into one transaction.
"""
