"""setfit over the same sentence encoder; runs in `.venv-bench`, which holds requirements/bench.in.

Reads {"train": [[text, label]], "test": [text]} on standard input, takes the encoder's folder as its argument, and
writes {"labels", "scores"} as the last line of standard output.
"""

import json
import sys


def main() -> None:
    """Train, ask, answer."""
    import torch
    from datasets import Dataset
    from setfit import SetFitModel, Trainer, TrainingArguments

    torch.set_num_threads(2)
    given = json.load(sys.stdin)
    labels = sorted({label for _, label in given["train"]})
    model = SetFitModel.from_pretrained(sys.argv[1], labels=labels)
    data = Dataset.from_dict(
        {"text": [t for t, _ in given["train"]], "label": [labels.index(n) for _, n in given["train"]]}
    )
    arguments = TrainingArguments(
        batch_size=16, num_epochs=1, max_steps=MOST_STEPS, seed=7, report_to="none", save_strategy="no"
    )
    Trainer(model=model, args=arguments, train_dataset=data).train()
    scores = model.predict_proba(given["test"], as_numpy=True)
    print(json.dumps({"labels": labels, "scores": scores.tolist()}))


MOST_STEPS = 100
"""Pairs are drawn for so many steps: all pairs of these sets would take hours on two cores."""

if __name__ == "__main__":
    main()
