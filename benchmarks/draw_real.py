"""Draw real customer utterances from the public sets, which themselves stay outside the project.

Each text was read and labelled once by one annotator, without rules; ``real_labels.jsonl`` holds only the
SHA-256 of a text, never the text.
The texts are read from ``CONCIERGE_BENCHMARKS`` or ``../shared/benchmarks``.
"""

import argparse
import gzip
import hashlib
import json
import os
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
LABELS_PATH = Path(__file__).resolve().with_name("real_labels.jsonl")
DRAW_SEED = 20240611

# Set name, file below the folder of the sets, number of utterances to label.
LABELLED_PARTS = (
    ("jddc_intent", "jddc_intent/train.jsonl", 150),
    ("hint3", "hint3/sofmattress/train.jsonl", 45),
    ("hint3", "hint3/curekart/train.jsonl", 45),
    ("bitext", "bitext_customer_support/train.jsonl.gz", 60),
)
JDDC_FILES = tuple(f"jddc_intent/{part}.jsonl" for part in ("train", "dev", "test"))
HINT3_SHOPS = ("sofmattress", "curekart", "powerplay11")
# Some copies of HINT3 come without this shop; its absence is no error.
OPTIONAL_SHOPS = frozenset({"powerplay11"})


class RealDataError(Exception):
    """A public set or a labelled utterance is not where it should be."""


@dataclass(frozen=True)
class RealUtterance:
    """One real customer utterance and the hash by which labels refer to it."""

    set: str
    text: str
    key: str


@dataclass(frozen=True)
class LabelledUtterance:
    """A real utterance with its label."""

    utterance: RealUtterance
    intent: str
    also: tuple[str, ...]
    way_out: str


def benchmarks_root() -> Path:
    """Return the folder of the public sets."""
    return Path(os.environ.get("CONCIERGE_BENCHMARKS") or PROJECT_ROOT / "../shared/benchmarks")


def text_key(text: str) -> str:
    """Return the SHA-256 of the UTF-8 text as hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def draw(root: Path) -> list[RealUtterance]:
    """Draw the 300 utterances that were labelled by hand, always the same ones."""
    rng = random.Random(DRAW_SEED)
    drawn: list[RealUtterance] = []
    for set_name, file_name, count in LABELLED_PARTS:
        pool = _distinct(_read(root, set_name, file_name), {item.key for item in drawn})
        drawn += _sample(rng, pool, count)
    return drawn


def draw_unlabelled(root: Path, count: int = 2000, seed: int = DRAW_SEED) -> list[RealUtterance]:
    """Draw unlabelled utterances for a robustness run, half from jddc_intent, half from hint3."""
    rng = random.Random(seed)
    taken = {item.key for item in draw(root)}
    jddc = (item for name in JDDC_FILES for item in _read(root, "jddc_intent", name))
    drawn = _sample(rng, _distinct(jddc, taken), count // 2)
    hint3 = (item for name in _hint3_files(root) for item in _read(root, "hint3", name))
    taken |= {item.key for item in drawn}
    return drawn + _sample(rng, _distinct(hint3, taken), count - count // 2)


def labelled(root: Path, labels_path: Path = LABELS_PATH) -> list[LabelledUtterance]:
    """Join the labels with their texts by hash, in the order of the labels file."""
    parts = dict.fromkeys((name, file) for name, file, _ in LABELLED_PARTS)
    texts = {(item.set, item.key): item for set_name, file_name in parts for item in _read(root, set_name, file_name)}
    lines = labels_path.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    missing = [row["key"] for row in rows if (row["set"], row["key"]) not in texts]
    if missing:
        raise RealDataError(
            f"{len(missing)} of {len(rows)} labelled utterances are not in {root}; the first is {missing[0]}"
        )
    return [
        LabelledUtterance(
            utterance=texts[row["set"], row["key"]],
            intent=row["intent"],
            also=tuple(row["also"]),
            way_out=row["way_out"],
        )
        for row in rows
    ]


def _hint3_files(root: Path) -> list[str]:
    shops = [shop for shop in HINT3_SHOPS if shop not in OPTIONAL_SHOPS or (root / "hint3" / shop).is_dir()]
    return [f"hint3/{shop}/{part}.jsonl" for shop in shops for part in ("train", "test")]


def _read(root: Path, set_name: str, file_name: str) -> Iterator[RealUtterance]:
    path = root / file_name
    if not path.is_file():
        raise RealDataError(f"{path} is not there; set CONCIERGE_BENCHMARKS to the folder of sets")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            text = json.loads(line)["text"]
            yield RealUtterance(set=set_name, text=text, key=text_key(text))


def _distinct(items: Iterable[RealUtterance], taken: set[str]) -> list[RealUtterance]:
    """Return each new text once, in an order that does not depend on the order of the file."""
    by_key = {item.key: item for item in items if item.key not in taken}
    return [by_key[key] for key in sorted(by_key)]


def _sample(rng: random.Random, pool: list[RealUtterance], count: int) -> list[RealUtterance]:
    if len(pool) < count:
        raise RealDataError(f"only {len(pool)} distinct utterances to draw {count} from")
    return rng.sample(pool, count)


def main() -> None:
    """Print how many labels join with their texts, by set, intent and way out."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--root", type=Path, default=benchmarks_root(), help="folder of the sets")
    parser.add_argument("--labels", type=Path, default=LABELS_PATH, help="file of the labels")
    args = parser.parse_args()
    try:
        rows = labelled(args.root, args.labels)
    except RealDataError as error:
        parser.exit(1, f"{error}\n")
    for title, counts in (
        ("set", Counter(row.utterance.set for row in rows)),
        ("intent", Counter(row.intent for row in rows)),
        ("way out", Counter(row.way_out for row in rows)),
    ):
        print(f"{title}: " + ", ".join(f"{name} {n}" for name, n in counts.most_common()))


if __name__ == "__main__":
    main()
