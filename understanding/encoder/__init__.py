"""Builds the sentence encoder: finds the weights, prunes the vocabulary, exports for torch and for ONNX Runtime."""

import os

# Read by torch's thread library when it is first loaded; see understanding.training, which imports this room first.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
