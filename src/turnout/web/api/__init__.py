"""The API under /api/v1: the same facts and the same answers as the pages."""

from turnout.web.api import facts, library, pack, person, plan

routers = (facts.router, plan.router, pack.router, library.router, person.router)

__all__ = ["routers"]
