"""From a clean clone to a running shop: environments, training steps, state, supervision, doctor.

``interpreters``, ``environments``, ``browser`` and ``__main__`` use the standard library only, since nothing is
installed when they run.
"""
