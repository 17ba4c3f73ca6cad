"""Wire a recommender from the settings; the only place of this room that does."""

from foundation.settings import Settings
from recommender.recommender import Recommender


def open_recommender(settings: Settings) -> Recommender:
    """The trained recommender, warmed up; raise MissingModelError when it has not been trained."""
    recommender = Recommender(settings.models / "recommender")
    recommender.warm_up()
    return recommender
