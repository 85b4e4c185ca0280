"""A tour through every state of the app: one walk, for whoever looks, with a camera or with axe.

In: a browser, somebody who looks at a page in a state under its name, ``NAME-SIZE-SCHEME``. Out: `Tour`. A window is
opened once for each size; each state is looked at in the light scheme, then in the dark one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Literal, Protocol

from playwright.sync_api import Browser, Page, ViewportSize

from tests.support.browser import PHONE
from tests.web.serving import Served

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
SIZES: dict[str, ViewportSize] = {"phone": PHONE, "desktop": DESKTOP}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

Look = Callable[[Page, str], None]
Act = Callable[[Page], object]


class Shoot(Protocol):
    """Looks at an address under a name, after something was done there."""

    def __call__(self, name: str, path: str, act: Act | None = None) -> None: ...


class Tour:
    """The windows, and who looks.

    Args:
        browser: where they are opened.
        look: is shown every state.
        sizes: of the windows.
        only: the names wanted; all when empty.
    """

    def __init__(
        self,
        browser: Browser,
        look: Look,
        sizes: Mapping[str, ViewportSize] = SIZES,
        only: Collection[str] = (),
    ) -> None:
        self.browser = browser
        self.look = look
        self.sizes = sizes
        self.only = only
        self._windows: dict[str, Page] = {}

    def of(self, app: Served) -> Shoot:
        """A look at one app's addresses, in the windows that stay open, with the server's time."""

        def shoot(name: str, path: str, act: Act | None = None) -> None:
            if self.only and name not in self.only:
                return
            for size in self.sizes:
                page = self._windows.get(size) or self._windows.setdefault(size, self._open(size, "block"))
                page.clock.set_fixed_time(app.clock.now)
                page.goto(path if "://" in path else app.address + path, wait_until="load")
                if act is not None:
                    act(page)
                self.see(page, name, size)

        return shoot

    def see(self, page: Page, name: str, size: str) -> None:
        """Shows a state that somebody else led to."""
        if self.only and name not in self.only:
            return
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            self.look(page, f"{name}-{size}-{scheme}")

    @contextmanager
    def device(self, size: str) -> Generator[tuple[Page, Callable[[str], None]]]:
        """A device of its own, with a worker; and a look at it under a name."""
        page = self._open(size, "allow")
        try:
            yield page, partial(self.see, page, size=size)
        finally:
            page.context.close()

    def close(self) -> None:
        """Closes the windows."""
        for page in self._windows.values():
            page.context.close()
        self._windows.clear()

    def sign_in(self, cookie: str, value: str, app: Served) -> None:
        """Gives every window a cookie."""
        for size in self.sizes:
            page = self._windows.get(size) or self._windows.setdefault(size, self._open(size, "block"))
            page.context.add_cookies([{"name": cookie, "value": value, "url": app.address, "secure": True}])

    def _open(self, size: str, workers: Literal["allow", "block"]) -> Page:
        context = self.browser.new_context(
            viewport=self.sizes[size],
            reduced_motion="reduce",
            has_touch=self.sizes[size]["width"] < 600,
            service_workers=workers,
            ignore_https_errors=True,
            timezone_id="UTC",
        )
        context.set_default_timeout(30_000)
        return context.new_page()
