"""Fine-tunes the encoder with its heads (torch); never imported by serving code."""
