"""What is learnt from the shop's own past answers before serving; nothing here is imported by serving code."""
