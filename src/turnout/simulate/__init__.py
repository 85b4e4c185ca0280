"""Made-up people through the same functions as real ones."""

from turnout.simulate.run import run
from turnout.simulate.story import demo_record

__all__ = ["demo_record", "run"]
