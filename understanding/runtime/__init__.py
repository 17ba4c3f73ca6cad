"""Understands a message with numpy, onnxruntime and tokenizers only; Python 3.10, for Rasa's process runs it too."""
