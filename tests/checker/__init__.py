"""An independent judge of the ten rules that never bend.

It reads JSON only: the answer of ``turnout plan``, the record's facts, the trace of ``turnout simulate``, and a plain
dict of knowledge (`tests.checker.known`). It imports nothing of Turnout, and is written from the rules, not the code.
"""
