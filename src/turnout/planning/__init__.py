"""Findings + needs + what the person has -> Plan."""

from turnout.planning.make import Plan, PlanItem, Withheld, make_plan, measure_withheld, measures_for

__all__ = ["Plan", "PlanItem", "Withheld", "make_plan", "measure_withheld", "measures_for"]
