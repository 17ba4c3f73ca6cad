"""The settings of fine-tuning: one frozen object, its measured defaults in `defaults.toml`."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

DEFAULTS: Final = Path(__file__).with_name("defaults.toml")


class UnknownSettingError(ValueError):
    """A profile names a setting that does not exist, or does not exist itself."""


@dataclass(frozen=True)
class FitSettings:
    """How to fine-tune; `defaults.toml` says what each setting means. `deadline` is seconds for all epochs together."""

    layers: int
    frozen_layers: int
    lora_rank: int
    epochs: int
    batch: int
    learning_rate: float
    layer_decay: float
    head_learning_rate: float
    warm_up: float
    weight_decay: float
    dropout: float
    body_dropout: float
    label_smoothing: float
    patience: int
    deadline: float
    max_tokens: int
    head_steps: int
    refit_steps: int
    threads: int
    augmented: float
    marked_times: int
    balance: float

    @classmethod
    def profile(cls, name: str, file: Path = DEFAULTS) -> "FitSettings":
        """The settings of a profile; raise UnknownSettingError for an unknown or missing name."""
        table = tomllib.loads(file.read_text("utf-8"))
        if name not in table or name == "common":
            known = ", ".join(sorted(set(table) - {"common"}))
            raise UnknownSettingError(f"there is no profile {name!r}; there are {known}")
        values = table["common"] | table[name]
        names = {field.name for field in fields(cls)}
        wrong = sorted(set(values) - names) or sorted(names - set(values))
        if wrong:
            raise UnknownSettingError(f"{file.name}: {wrong[0]} is {'missing' if wrong[0] in names else 'unknown'}")
        return cls(**values)
