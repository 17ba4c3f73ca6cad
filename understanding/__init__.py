"""What a customer means: the encoder, its fine-tuned heads, and the light runtime that serves them.

`runtime` runs in every process (numpy, onnxruntime and tokenizers only); `encoder` and `training` build its artefacts.
"""
