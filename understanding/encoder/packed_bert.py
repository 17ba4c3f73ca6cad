"""Turns the packed weights into a `transformers` BERT and a `tokenizers` unigram tokeniser."""

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from torch import from_numpy
from transformers import BertConfig, BertModel

from understanding.encoder.q4 import PackedWeights

BEGIN, PAD, END, UNKNOWN = "<s>", "<pad>", "</s>", "<unk>"
_LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_FULL_WIDTH_TILDE = "～"
_PRIVATE = "\ue000"


def bert_from(packed: PackedWeights) -> BertModel:
    """The encoder without pooler; rows of the word matrix beyond the pieces are unused."""
    shape = packed.shape
    model = BertModel(
        BertConfig(
            vocab_size=shape.vocabulary,
            hidden_size=shape.width,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            intermediate_size=shape.inner_width,
            max_position_embeddings=shape.positions,
            type_vocab_size=shape.token_types,
            layer_norm_eps=1e-12,
            bos_token_id=0,
            pad_token_id=1,
            eos_token_id=2,
        ),
        add_pooling_layer=False,
    )
    names = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    for layer in range(shape.layers):
        for short, long in _LAYER_TENSORS.items():
            names[f"encoder.layer.{layer}.{long}.weight"] = f"l{layer}.{short}.w"
            names[f"encoder.layer.{layer}.{long}.bias"] = f"l{layer}.{short}.b"
    expected = model.state_dict()
    state = {name: from_numpy(packed.tensors[tensor]).view(expected[name].shape) for name, tensor in names.items()}
    missing = set(model.load_state_dict(state, strict=False).missing_keys) - {"embeddings.position_ids"}
    if missing:
        raise KeyError(f"the packed weights lack {sorted(missing)[0]}")
    return model.eval()


def tokenizer_from(packed: PackedWeights) -> Tokenizer:
    """The SentencePiece unigram tokeniser with the normalisation of XLM-R.

    That normalisation is NFKC except that the full-width tilde stays, control characters vanish and every kind
    of white space and zero-width character is one blank.
    """
    tokenizer = Tokenizer(models.Unigram(list(packed.pieces), unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"), ""),
            normalizers.Replace(Regex(r"[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"), " "),
            normalizers.Replace(_FULL_WIDTH_TILDE, _PRIVATE),
            normalizers.NFKC(),
            normalizers.Replace(_PRIVATE, _FULL_WIDTH_TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
            normalizers.Strip(left=False, right=True),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{BEGIN} $A {END}",
        pair=f"{BEGIN} $A {END} {END} $B {END}",
        special_tokens=[(BEGIN, 0), (END, 2)],
    )
    tokenizer.add_special_tokens([BEGIN, PAD, END, UNKNOWN, "<mask>"])
    return tokenizer
