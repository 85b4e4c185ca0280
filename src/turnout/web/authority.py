"""The local authority's page: how a phone comes to trust this machine. The one page that goes by plain http.

In: the authority's certificate and how the app is reached. Out: an app with two addresses, ``/authority`` and
``/authority.crt``. It knows no person, sets no cookie, and reads nothing but the path.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from turnout.web.guard import SAFE, dress, host_name
from turnout.web.pages import STATIC, built, environment
from turnout.web.served import Served

CERTIFICATE_TYPE = "application/x-x509-ca-cert"
CERTIFICATE_FILE = "turnout-authority.crt"


def create_authority_app(der: bytes, served: Served, url: str) -> ASGIApp:
    """The app.

    Args:
        der: the certificate, in the binary form that every kind of phone takes.
        served: how Turnout itself is reached.
        url: where to go on to.
    """

    def page(request: Request) -> Response:  # noqa: ARG001
        template = environment().get_template("authority.html")
        return HTMLResponse(template.render(built=built(), served=served, url=url))

    def certificate(request: Request) -> Response:  # noqa: ARG001
        # Not as an attachment: iOS offers to install only what it may show.
        headers = {"Content-Disposition": f'inline; filename="{CERTIFICATE_FILE}"'}
        return Response(der, media_type=CERTIFICATE_TYPE, headers=headers)

    inner = Starlette(
        routes=[
            Route("/authority", page),
            Route("/authority.crt", certificate),
            Mount("/static", StaticFiles(directory=STATIC, check_dir=False)),
        ]
    )
    return Plain(inner, served)


class Plain:
    """Answers reading requests that name this machine, and dresses the answers."""

    def __init__(self, app: ASGIApp, served: Served) -> None:
        self.app = app
        self.served = served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                dress(scope, message)
            await send(message)

        if host_name(Headers(scope=scope).get("host", "")) not in self.served.names:
            refused = PlainTextResponse("This page answers only to the names it was started with.\n", 400)
            await refused(scope, receive, answer)
        elif scope["method"] not in SAFE:
            await PlainTextResponse("Here is only something to read.\n", 405)(scope, receive, answer)
        else:
            await self.app(scope, receive, answer)
