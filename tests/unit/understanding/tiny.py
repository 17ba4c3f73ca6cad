"""A BERT of two layers over a small unigram vocabulary, built in milliseconds."""

from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from understanding.encoder.build import write_encoder
from understanding.encoder.packed_bert import tokenizer_from
from understanding.encoder.q4 import PackedWeights, Shape
from understanding.encoder.source import E5_PREFIXES, Weights

WORDS = "where is my order parcel coupon refund please the query passage hello blue sad good bad цвет".split()
CHARACTERS = "我的订单快递到哪了优惠券退款你好怎么用很差不错天气abcdefghijklmnopqrstuvwxyz0123456789?,:"


def tiny_tokenizer() -> Tokenizer:
    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("\u2581", -4.0)]
    pieces += [("\u2581" + word, -5.0) for word in WORDS]
    pieces += [(character, -8.0) for character in dict.fromkeys(CHARACTERS)]
    pieces += [("<mask>", 0.0)]
    return tokenizer_from(PackedWeights(Shape(32, 2, 2, 64, len(pieces), 64, 2, 1e-12), tuple(pieces), {}))


def tiny_weights() -> Weights:
    torch.manual_seed(7)
    tokenizer = tiny_tokenizer()
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        pad_token_id=1,
        initializer_range=0.3,
    )
    return Weights(BertModel(config, add_pooling_layer=False).eval(), tokenizer, "tiny", "", E5_PREFIXES)


def write_tiny_encoder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    write_encoder(tiny_weights(), folder)
    return folder
