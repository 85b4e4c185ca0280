"""Made-up people through the same functions as real ones."""

from turnout.simulate.run import demo_record, run

__all__ = ["demo_record", "run"]
