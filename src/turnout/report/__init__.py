"""Everything that leaves Turnout as a file: the record as JSON, CSV and calendar, the library, the tables of the docs.

In: facts, a computed answer, or the knowledge. Out: bytes or text. Nothing is read from a clock or a disk here.
"""
