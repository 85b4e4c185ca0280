"""What Turnout knows, as data that a clinician can read and edit, and the one loader of it."""

from turnout.knowledge.load import HOME, Knowledge, Problem, load_folder, load_knowledge

__all__ = ["HOME", "Knowledge", "Problem", "load_folder", "load_knowledge"]
