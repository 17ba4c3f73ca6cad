"""What Rasa's tracker must be told, delivered before the bot speaks again."""

from desk.bot.rasa import Rasa
from desk.conversations.model import Conversation
from desk.store import conversations as store
from desk.store.database import Database


class TrackerNotes:
    """Delivers the note a conversation holds for its tracker."""

    def __init__(self, database: Database, rasa: Rasa) -> None:
        self._database = database
        self._rasa = rasa

    async def deliver(self, conversation: Conversation) -> None:
        """Tell the tracker what is due; raise UnavailableError when Rasa cannot be told, and the note stays."""
        if conversation.tracker_task is None:
            return
        if conversation.tracker_task == "restart":
            await self._rasa.restart(conversation.id)
        else:
            await self._rasa.hand_back(conversation.id, conversation.tracker_note)
        async with self._database.writing() as connection:
            await store.tracker_was_told(connection, conversation.id, conversation.tracker_version)
