"""Plan + a date -> today's session, the answer of the contract, and the pack for the days a phone may be offline."""

from turnout.coach.contract import answer, answer_from, limbs_of, plan_json, questions, schedule
from turnout.coach.pack import make_pack
from turnout.coach.session import ROLES, Session, SessionItem, last_plyometric, session_for, weaker_side

__all__ = [
    "ROLES", "Session", "SessionItem", "answer", "answer_from", "last_plyometric", "limbs_of", "make_pack", "plan_json",
    "questions", "schedule", "session_for", "weaker_side",
]  # fmt: skip
