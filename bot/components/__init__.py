"""Graph components of the pipeline: the bilingual tokenizer and the classifier's reading."""
