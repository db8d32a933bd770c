"""What a newsroom's system may do before it prints: have a desk check a draft, and stop where a quotation is flagged.

    python examples/check_from_a_cms.py http://127.0.0.1:8471

A desk must be open there: `sayso desk`.
"""

# ruff: noqa: T201
import json
import sys
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent / "check"


def flagged(desk: str, draft: Path, evidence: Path) -> list[str]:
    """The quotations of a draft that the desk flags, each with its outcome."""
    given = {
        "draft": {"name": draft.name, "text": draft.read_text(encoding="utf-8")},
        "evidence": [{"name": evidence.name, "text": evidence.read_text(encoding="utf-8")}],
        "policy": "strict",
    }
    request = urllib.request.Request(f"{desk}/api/v1/check", json.dumps(given).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        report = json.load(answer)
    return [
        f"{one['outcome']}: {one['quote']}"
        for one in report["verdicts"]
        if one["policy"]["standing"] == "flag" and one["kind"] != "indirect"
    ]


if __name__ == "__main__":
    found = flagged(sys.argv[1].rstrip("/"), HERE / "draft.txt", HERE / "hearing.txt")
    print("\n".join(found) or "Nothing is flagged.")
    sys.exit(1 if found else 0)
