"""``python -m bot.train``: trains the dialogue model and prints one progress line for each stage."""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import os
import sys
import warnings
from pathlib import Path

MODEL_NAME = "concierge"
ROOT = Path(__file__).resolve().parent.parent


class TrainingFailedError(RuntimeError):
    """Rasa made no model; the message carries what it printed."""


def train(data: Path, out: Path, config: Path = ROOT / "config.yml", name: str = MODEL_NAME) -> Path:
    """Train on the Rasa YAML below ``data`` and write ``<out>/<name>.tar.gz``; raise TrainingFailedError."""
    _say(0.0, "loading Rasa")
    _quiet()
    from rasa import model_training

    _say(0.4, "training rules and stories")
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            result = model_training.train(
                domain=str(ROOT / "bot" / "domain"),
                config=str(config),
                training_files=str(data),
                output=str(out),
                force_training=True,
                fixed_model_name=name,
            )
    except SystemExit as error:
        raise TrainingFailedError(printed.getvalue()) from error
    if result.code or not result.model:
        raise TrainingFailedError(printed.getvalue())
    _say(1.0, f"dialogue model written to {result.model}")
    return Path(result.model)


def main() -> int:
    """Parse the arguments and train."""
    parser = argparse.ArgumentParser(prog="bot.train", description="Train the dialogue model.")
    parser.add_argument("--data", type=Path, default=Path("training_data/dialogue"), help="folder of Rasa YAML")
    parser.add_argument("--out", type=Path, default=Path("models/rasa"), help="folder the model is written to")
    parser.add_argument("--config", type=Path, default=ROOT / "config.yml", help="pipeline and policies")
    arguments = parser.parse_args()
    try:
        train(arguments.data, arguments.out, arguments.config)
    except TrainingFailedError as error:
        print(f"training failed:\n{error}", file=sys.stderr)
        return 1
    return 0


def _say(fraction: float, doing: str) -> None:
    print(f"{fraction:4.0%} {doing}", flush=True)


def _quiet() -> None:
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("RASA_MAX_CACHE_SIZE", "0")  # `concierge train` itself skips what has not changed
    logging.disable(logging.WARNING)
    warnings.filterwarnings("ignore")


if __name__ == "__main__":
    sys.exit(main())
