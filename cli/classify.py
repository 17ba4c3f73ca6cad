"""``concierge classify``: show what the classifier reads in a text."""

import json
from pathlib import Path
from typing import Any

import click

from cli.output import json_option, print_json
from foundation.settings import Settings
from understanding.runtime.classifier import HEADS, Classifier
from understanding.runtime.explain import explain
from understanding.runtime.model import Understanding


@click.command("classify", help="Show language, intent, sentiment, topic and entities of TEXT, or of a JSONL file.")
@click.argument("text", required=False)
@click.option("--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="JSONL with `text`.")
@click.option("--explain", "explained", is_flag=True, help="Add what each word says for the label.")
@click.option("--head", type=click.Choice(HEADS), default="intent", show_default=True, help="Whose label to explain.")
@json_option
def command(text: str | None, path: Path | None, explained: bool, head: str, as_json: bool) -> None:
    """Classify one text or a file of them."""
    if (text is None) == (path is None):
        raise click.UsageError("give either TEXT or --file")
    texts = [text] if text is not None else _texts(path)  # type: ignore[arg-type]
    classifier = Classifier(Settings.from_environment().models / "understanding")
    classifier.warm_up()
    results = [report(understanding) for understanding in classifier.understand_batch(texts)]
    if explained:
        for one, result in zip(texts, results, strict=True):
            result["tokens"] = explain(classifier, one, head).to_json()
    if as_json:
        print_json(results if path else results[0])
        return
    for one, result in zip(texts, results, strict=True):
        click.echo(one)
        click.echo(f"  language {result['language']}")
        for head in ("intent", "sentiment", "topic"):
            click.echo(f"  {head} {result[head]['label']} ({result[head]['score']:.2f})")
        for entity in result["entities"]:
            click.echo(f"  {entity['type']}: {entity['text']}")
        for token in result.get("tokens", ()):
            click.echo(f"  {token['weight']:+6.2f}  {token['text']}")


def report(understanding: Understanding) -> dict[str, Any]:
    """The classifier's reading in the command's own words; offsets count code points."""
    return {
        "language": understanding.language,
        "intent": {"label": understanding.intent.label, "score": understanding.intent.score},
        "sentiment": {"label": understanding.sentiment.label, "score": understanding.sentiment.score},
        "topic": {"label": understanding.topic.label, "score": understanding.topic.score},
        "entities": [
            {"type": entity.type, "text": entity.text, "start": entity.start, "end": entity.end}
            for entity in understanding.entities
        ],
    }


def _texts(path: Path) -> list[str]:
    texts = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            texts.append(str(json.loads(line)["text"]))
        except (ValueError, KeyError, TypeError) as error:
            raise click.UsageError(f"{path}:{number}: not a JSON object with `text`") from error
    return texts
