"""The record: facts, append-only, and how they are read and written.

In: JSON objects or JSON Lines. Out: typed, frozen facts. Nothing else is stored anywhere; everything else is computed.
"""

from turnout.record.bulk import in_bulk
from turnout.record.corrections import effective
from turnout.record.facts import (
    KINDS,
    Clearance,
    Condition,
    Correction,
    Fact,
    NextDay,
    Offered,
    Pain,
    Preference,
    Prescription,
    Profile,
    ProgrammeChoice,
    Reading,
    Screen,
    SessionDone,
    SetDone,
    Skip,
    fact_from,
    fact_json,
)
from turnout.record.ids import canonical, content_id, new_id
from turnout.record.lines import read_lines, read_record, write_record
from turnout.record.moment import Moment, moment_of, order_of

__all__ = [
    "KINDS", "Clearance", "Condition", "Correction", "Fact", "Moment", "NextDay", "Offered", "Pain", "Preference",
    "Prescription", "Profile", "ProgrammeChoice", "Reading", "Screen", "SessionDone", "SetDone", "Skip", "canonical",
    "content_id", "effective", "fact_from", "fact_json", "in_bulk", "moment_of", "new_id", "order_of", "read_lines",
    "read_record", "write_record",
]  # fmt: skip
