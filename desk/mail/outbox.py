"""Letters as files, for demos, tests and shops that fetch them with a program of their own."""

import asyncio
import json
import os
import secrets
from dataclasses import asdict
from pathlib import Path

from desk.mail.port import Letter, NotSentError


class Outbox:
    """One JSON file a letter in a folder; a file appears complete or not at all."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder's path; the folder is made with the first letter."""
        self._folder = folder

    async def send(self, letter: Letter) -> None:
        """Write the letter; names sort by time."""
        try:
            await asyncio.to_thread(self._write, letter)
        except OSError as error:
            raise NotSentError("the outbox cannot be written") from error

    def _write(self, letter: Letter) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        content = {**asdict(letter), "created_at": letter.created_at.isoformat()}
        name = f"{letter.created_at:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
        draft = self._folder / f".{name}.part"
        draft.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(draft, self._folder / f"{name}.json")
