"""What the pages share: a redirect after a form was taken."""

from __future__ import annotations

from fastapi.responses import RedirectResponse


def go(to: str) -> RedirectResponse:
    """On to another page; a reload there sends no form again."""
    return RedirectResponse(to, status_code=303)
