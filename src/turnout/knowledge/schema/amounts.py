"""An amount of a motion: a number, or a sum over the parameters of a level (``depth_deg / 2 + 5``).

In: text or a number. Out: what it comes to. A ``~`` before it means *about*. Nothing but numbers, names, + - * / and
brackets is read: it is parsed, never run.
"""

from __future__ import annotations

import ast
import math
from typing import Annotated

from pydantic import AfterValidator

POWERS = (ast.Add, ast.Sub, ast.Mult, ast.Div)


def names_in(text: str) -> set[str]:
    """The parameters an amount speaks of.

    Raises:
        ValueError: it is not a sum of numbers and parameters.
    """
    found: set[str] = set()
    for node in ast.walk(_parsed(text)):
        if isinstance(node, ast.Name):
            found.add(node.id)
    return found


def value_of(amount: float | str, parameters: dict[str, float]) -> float:
    """What an amount comes to.

    Raises:
        ValueError: it is no sum, speaks of a parameter that is not there, or is no finite number.
    """
    if isinstance(amount, float | int):
        return float(amount)
    value = _value(_parsed(amount).body, parameters)
    if not math.isfinite(value):
        raise ValueError(f"{amount!r} is not a finite number")
    return value


def about(amount: float | str) -> bool:
    """Whether the body may leave it to keep balance and contacts."""
    return isinstance(amount, str) and amount.lstrip().startswith("~")


def _parsed(text: str) -> ast.Expression:
    try:
        return ast.parse(text.strip().removeprefix("~").strip(), mode="eval")
    except (SyntaxError, ValueError):
        raise ValueError(f"{text!r} is neither a number nor a sum of parameters") from None


def _value(node: ast.expr, parameters: dict[str, float]) -> float:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in parameters:
            return parameters[name]
        case ast.Name(id=name):
            raise ValueError(f"there is no parameter {name!r}; give it under 'parameters' or in the level")
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, parameters)
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, POWERS):
            return _joined(_value(left, parameters), op, _value(right, parameters))
        case _:
            pass
    raise ValueError("an amount is a number or a sum of parameters, with + - * / and brackets")


def _joined(a: float, op: ast.operator, b: float) -> float:
    if isinstance(op, ast.Add):
        return a + b
    if isinstance(op, ast.Sub):
        return a - b
    if isinstance(op, ast.Mult):
        return a * b
    if not b:
        raise ValueError("an amount must not divide by zero")
    return a / b


def _sound(amount: float | str) -> float | str:
    if isinstance(amount, str):
        tree = _parsed(amount)
        _value(tree.body, dict.fromkeys(names_in(amount), 1.0))
    elif not math.isfinite(amount):
        raise ValueError("must be a finite number")
    return amount


Amount = Annotated[float | str, AfterValidator(_sound)]
