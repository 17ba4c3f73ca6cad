"""Fine-tunes the encoder with its heads (torch); never imported by serving code."""

import os

# Read by torch's thread library when it is first loaded. Threads that spin while they wait make training several
# times slower as soon as another process wants a processor; asleep they cost nothing measurable.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
