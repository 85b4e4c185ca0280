"""What happens to each exercise, phase and dose next."""

from turnout.progress.items import Proposal, Stopped, Target, Unit, after, propose
from turnout.progress.phases import PhaseNow, affected_side, phase_now, setting_for
from turnout.progress.steps import ItemState, cut_volume, set_back, state_of, step

__all__ = [
    "ItemState", "PhaseNow", "Proposal", "Stopped", "Target", "Unit", "affected_side", "after", "cut_volume",
    "phase_now", "propose", "set_back", "setting_for", "state_of", "step",
]  # fmt: skip
