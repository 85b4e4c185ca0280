"""Criterion x state -> `Verdict`, from a closed vocabulary. Unknown is never met."""

from turnout.criteria.doses import adds_up, dose_met, settled
from turnout.criteria.judge import Setting, active_weeks, evaluate, is_met, judge

__all__ = ["Setting", "active_weeks", "adds_up", "dose_met", "evaluate", "is_met", "judge", "settled"]
