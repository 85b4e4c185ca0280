"""Facts -> state: per person, side and exercise. A fold; late facts refold."""

from turnout.track.admit import COMPOSED, admit
from turnout.track.fold import Track, fold, worse_morning
from turnout.track.state import ItemKey, State, TrainingDay, Work

__all__ = ["COMPOSED", "ItemKey", "State", "Track", "TrainingDay", "Work", "admit", "fold", "worse_morning"]
