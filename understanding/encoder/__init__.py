"""Builds the sentence encoder: finds the weights, prunes the vocabulary, exports for torch and for ONNX Runtime."""
