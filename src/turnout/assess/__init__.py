"""State -> findings; stops and precautions first."""

from turnout.assess.findings import Finding, Findings, findings, plateau
from turnout.assess.screen import Precaution, Screening, Stop, precautions, question, screening, side_of, withheld_by

__all__ = [
    "Finding", "Findings", "Precaution", "Screening", "Stop", "findings", "plateau", "precautions", "question",
    "screening", "side_of", "withheld_by",
]  # fmt: skip
