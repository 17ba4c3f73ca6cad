"""What a customer's words mean for the shop: which goods, variant, payment method, address; pure, no I/O.

English, Chinese and mixtures are read alike. Every reader takes the message as it was typed and answers with nothing
rather than with a guess: the dialogue then asks.
"""
