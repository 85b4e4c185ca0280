"""Whatever is sent to the API, it answers as its description says, and never with a 5xx."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.web.serving import Served

CHECKS = "not_a_server_error,content_type_conformance,status_code_conformance,response_schema_conformance"


def test_the_api_keeps_to_its_description(app: Served, tmp_path: Path) -> None:
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "run", f"{app.address}/api/v1/openapi.json",
        "--max-examples", "25", "--checks", CHECKS, "--phases", "examples,fuzzing", "--seed", "1",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
