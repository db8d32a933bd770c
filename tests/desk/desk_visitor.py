"""Somebody who visits the desk, for tests."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from sayso import ingest, settings
from sayso.desk import desk_app
from sayso.desk.holding import Desk
from sayso.desk.runner import work_off
from sayso.reading import Reading


class Visitor:
    """Somebody with a browser: a cookie, and the token that goes with it."""

    def __init__(self, desk: Desk, *, at: str = "http://127.0.0.1:8471", **options: Any) -> None:
        self.desk = desk
        self.client = TestClient(desk_app(desk), base_url=at, follow_redirects=False, **options)
        self.csrf = ""

    def get(self, where: str, **options: Any) -> Any:
        return self.client.get(where, **options)

    def page(self, where: str) -> str:
        answer = self.client.get(where, follow_redirects=True)
        assert answer.status_code == 200, (where, answer.status_code, answer.text[:500])
        return str(answer.text)

    def post(self, where: str, data: dict[str, str] | None = None, files: Any = None, **options: Any) -> Any:
        if not self.csrf:
            self.csrf = re.search(r'name="csrf" value="(\w+)"', self.client.get("/add").text)[1]
        return self.client.post(where, data={"csrf": self.csrf, **(data or {})}, files=files, **options)

    def part(self, where: str, data: dict[str, str]) -> Any:
        """Post as the script of a page does."""
        return self.post(where, data, headers={"HX-Request": "true", "X-CSRF-Token": self.csrf})

    def work(self) -> int:
        """Do in this process what the process in the background does."""
        return work_off(self.desk.store, self.desk.pipeline, "here:1:test")


EXAMPLES = Path(__file__).parents[2] / "examples"
_READ: dict[str, Reading] = {}


def read_once(name: str, data: bytes) -> Reading:
    """The reading of a document by the shipped model, made once for all tests."""
    key = f"{name}{hash(data)}"
    if key not in _READ:
        _READ[key] = settings.pipeline().read(ingest.from_bytes(data, name), any_language=True)
    return _READ[key]
