"""Proof of who the customer is: the gate before private matters, and the form that asks for a code or details."""
