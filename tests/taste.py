"""Ask whether recommendations follow taste, and take a recommender's taste away by shuffling its weights."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from storefront.model import Product


def share_in_taste(
    recommended: Mapping[str, Iterable[str]], tastes: Mapping[str, Collection[str]], catalogue: Iterable[Product]
) -> float:
    """The share of recommended products, over all customers, that lie in a category the customer is drawn to.

    `recommended` names product ids and `tastes` categories by customer id.
    """
    category = {product.product_id: product.category for product in catalogue}
    hits = [
        category[product_id] in tastes[customer_id]
        for customer_id, products in recommended.items()
        for product_id in products
    ]
    return sum(hits) / max(len(hits), 1)


def shuffle_weights(folder: Path, seed: int = 0) -> None:
    """Permute the values of every tensor of a saved recommender: the same numbers, nothing learned."""
    path = folder / "model.safetensors"
    generator = torch.Generator().manual_seed(seed)
    tensors = load_file(path)
    shuffled = {
        name: value.flatten()[torch.randperm(value.numel(), generator=generator)].reshape(value.shape).contiguous()
        for name, value in tensors.items()
    }
    save_file(shuffled, path, metadata={"format": "pt"})
