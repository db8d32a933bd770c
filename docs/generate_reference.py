"""The reference pages, made from the code: `python docs/generate_reference.py` writes them.

In:  the command line, the error tree, the published JSON Schema, the public names.
Out: the pages of docs/reference; a test compares them with what is on disk.
Not here: anything that is explained rather than listed.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer.main

import sayso
from sayso import cli, errors, rows
from sayso.stores import answers, proving

HERE = Path(__file__).parent / "reference"
MADE = "<!-- Made by docs/generate_reference.py from the code. Change the code, then run it again. -->\n"
TO_DO = {
    "error": "The root of all; what is raised is always one of those below.",
    "input": "Read the sentence: it names the file and what to do. A folder given where one document is wanted ends here too.",
    "unknown-format": "sayso tells formats by their bytes, not by the file's suffix. Convert the file to plain text or HTML.",
    "unreadable": "Check that the file is there, that you may read it, and that it was copied whole.",
    "empty": "Nothing but blanks was found. A page whose text is loaded by a script is empty in this sense: save it from a browser.",
    "too-large": "The limit protects the machine's memory. Split the file into documents.",
    "not-english": "sayso reads English. Read it all the same with `--any-language`, or `any_language=True`, and expect little.",
    "model": "Nothing was loaded. Reinstall sayso; if you set `SAYSO_MODEL`, check the folder it names.",
    "store": "Nothing was written, or the old file stands as it was. Check the folder, its permissions and the space left.",
    "store-busy": "Another process is writing, or was stopped in the middle of it. Wait for it, then run the command again.",
    "store-full": "Make room on the disk, or name a store elsewhere with `--store`, then run it again: what was kept is kept once.",
    "store-read-only": "Check who owns the file and its folder and whether the disk may be written, or name another with `--store`.",
    "store-damaged": "The file was left as it is. Restore a backup (`sayso backup` made one), and hold it against a checkpoint.",
    "store-newer": "Upgrade sayso to the version that made the store, or a later one.",
    "settings": "Correct the option or the variable that the sentence names.",
    "missing-extra": "Run the command in the sentence: it installs the optional part.",
}


def pages() -> dict[str, str]:
    """Name of a page in docs/reference -> its text."""
    return {"cli.md": _cli(), "errors.md": _errors(), "record.md": _record(), "verdict.md": _verdict(), "python.md": _python()}


def _cli() -> str:
    group: Any = typer.main.get_command(cli.app)
    out = [MADE, "# Command line\n", f"{group.help}\n", f"{group.epilog}\n"]
    out += [*_options("sayso", group)]
    for name, command in group.commands.items():
        out += [f"\n## sayso {name}\n", f"{command.help}\n", *_options(f"sayso {name}", command)]
    out += [
        "\n## Habits of every command\n",
        "- Data goes to standard output or to the file of `-o`; progress, failures and sums go to standard error.",
        "- The file of `-o` is written whole or not at all: it takes its name when it is complete, and an old file stands until then.",
        "- A document that cannot be read is one line on standard error with the code of its [error](errors.md); the rest goes on.",
        "- Colour is for terminals. `NO_COLOR` takes it away, `FORCE_COLOR` keeps it in a pipe.",
        "- Ctrl-C ends a run with exit code 130. A closed pipe ends it in silence.",
        "- `SAYSO_MODEL` names a folder with a model of your own.",
        "- `SAYSO_STORE` names the store, a file or a PostgreSQL URL, for the commands that keep and find.",
        "- `SAYSO_DESK_TOKEN` holds the hash of the token that a desk asks others for; else what `sayso desk --new-token` kept.",
        "- `SAYSO_CACHE` names the folder in which `sayso check` keeps evidence ready for the next time.",
    ]
    return "\n".join(out) + "\n"


def _options(usage: str, command: Any) -> Iterator[str]:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    words = [usage, "[OPTIONS]", *(f"{one.metavar}..." if one.nargs == -1 else one.metavar for one in arguments)]
    yield "```text"
    yield " ".join(words) + (" COMMAND [ARGS]..." if hasattr(command, "commands") else "")
    yield "```\n"
    if not command.params:
        return
    yield "| option or argument | meaning | default |"
    yield "| --- | --- | --- |"
    for one in command.params:
        name = ", ".join(f"`{opt}`" for opt in one.opts) if one.param_type_name == "option" else f"`{one.metavar}`"
        choices = getattr(one.default, "__class__", None)
        values = f" One of: {', '.join(f'`{value}`' for value in choices)}." if choices and issubclass(choices, StrEnum) else ""
        default = f"`{one.default}`" if one.default not in (None, False, ()) and "--" not in str(one.default) and not one.required else ""
        yield f"| {name} | {one.help}{values} | {default} |"


def _errors() -> str:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.SaysoError)]
    tree = inspect.cleandoc(errors.__doc__ or "").split("\n\n")[1]
    out = [
        MADE,
        "# Errors\n",
        "Every error says in one sentence what happened and what to do, and has a code. On the command line the code stands in",
        "brackets at the end of the line; in Python it is `error.code`, and `error.about` is what it is about. In a batch a document",
        "that cannot be read is a `Failure` with the same code, not an exception.\n",
        "```text",
        inspect.cleandoc(tree),
        "```\n",
    ]
    for kind in kinds:
        parents = ", ".join(f"`{base.__name__}`" for base in kind.__bases__)
        out += [f"## {kind.code}\n", f"`{kind.__name__}`, a kind of {parents}: {_first(kind)}\n", f"{TO_DO[kind.code]}\n"]
    return "\n".join(out).rstrip() + "\n"


def _record() -> str:
    schema = rows.ledger_schema()
    out = [
        MADE,
        "# Ledger record\n",
        f"{schema['description']}\n",
        "Spans are half-open and count Unicode code points of the document's text: see [Offsets](../explanation/offsets.md).",
        "The schema itself is in the package: `sayso.rows.ledger_schema()`, file `sayso-ledger-1.schema.json`.\n",
        *_fields(schema, schema["$defs"]),
    ]
    return "\n".join([*out, *_parts(schema)]) + "\n"


def _verdict() -> str:
    schema = rows.verdict_schema()
    out = [
        MADE,
        "# Verdict row\n",
        f"{schema['description']}\n",
        "What the outcomes mean is told in [Verdicts](../explanation/verdicts.md). `printed_span` counts in the text that prints the",
        "quotation (the draft, or the `quote` of a list), all other spans in the evidence's text.",
        "The schema itself is in the package: `sayso.rows.verdict_schema()`, file `sayso-verdict-1.schema.json`.\n",
        *_fields(schema, schema["$defs"]),
    ]
    return "\n".join([*out, *_parts(schema)]) + "\n"


def _parts(schema: dict[str, Any]) -> Iterator[str]:
    for name, one in schema["$defs"].items():
        yield f"\n## {name}\n"
        yield f"{one['description']}\n"
        yield from _fields(one, schema["$defs"]) if "properties" in one else [f"Type: {_type(one)}."]


def _fields(schema: dict[str, Any], parts: dict[str, Any]) -> Iterator[str]:
    yield "| field | type | meaning |"
    yield "| --- | --- | --- |"
    for name, one in schema["properties"].items():
        meaning = one.get("description") or parts[one["$ref"].rpartition("/")[2]]["description"]
        yield f"| `{name}` | {_type(one)} | {meaning} |"


def _type(one: dict[str, Any]) -> str:
    if "$ref" in one:
        name = one["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "anyOf" in one:
        return " or ".join(_type(each) for each in one["anyOf"])
    if "const" in one:
        return f"`{one['const']}`"
    if "enum" in one:
        return ", ".join(f"`{value}`" if value is not None else "null" for value in one["enum"])
    if one["type"] == "array":
        return "two integers" if "prefixItems" in one else f"list of {_type(one['items'])}"
    if one["type"] == "object":
        return "object of " + ", ".join(f"`{name}` ({_type(each)})" for name, each in one["properties"].items())
    return " or ".join(one["type"]) if isinstance(one["type"], list) else str(one["type"])


def _python() -> str:
    out = [MADE, "# Python\n", "The public names of `sayso`. They are loaded when they are first used.\n"]
    for name in sorted(sayso.__all__, key=lambda name: (not name.startswith("read"), name.casefold())):
        value = getattr(sayso, name)
        if name == "__version__":
            out += ["## \\_\\_version\\_\\_\n", "The version of the installed package.\n"]
        elif isinstance(value, type):
            out += [f"## {name}\n", *_docstring(value), *_members(value)]
        else:
            out += [f"## {name}\n", "```python", f"sayso.{name}{_signature(value)}", "```\n", *_docstring(value)]
    out.append("# Asking a store\n\nA store is what `sayso.open_store` gives.\n")
    for value in (answers.search, answers.Query, answers.documents_in, answers.people, answers.person, answers.variants, proving.verify):
        if isinstance(value, type):
            out += [f"## {value.__name__}\n", *_docstring(value), *_members(value)]
        else:
            shown = f"{value.__module__}.{value.__name__}{_signature(value)}"
            out += [f"## {value.__name__}\n", "```python", shown, "```\n", *_docstring(value)]
    return "\n".join(out).rstrip() + "\n"


def _members(kind: type) -> Iterator[str]:
    fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
    if fields:
        yield "| field | type |"
        yield "| --- | --- |"
        for field in fields:
            yield f"| `{field.name}` | `{str(field.type).replace(' | ', ' or ')}` |"
        yield ""
    names = {field.name for field in fields}
    found = [
        (name, value) for name, value in vars(kind).items() if not name.startswith("_") and name not in names and inspect.getdoc(value)
    ]
    for name, value in found:
        if isinstance(value, property):
            yield f"- `{name}`: {_first(value)}"
        elif callable(inner := getattr(value, "__func__", value)):
            yield f"- `{name}{_signature(inner)}`: {_first(inner)}"
    if found:
        yield ""


def _signature(function: Any) -> str:
    text = str(inspect.signature(function)).replace("'", "")
    return re.sub(r"\((?:self|cls)(?:, )?", "(", text, count=1)


def _docstring(value: Any) -> Iterator[str]:
    text = inspect.getdoc(value) or ""
    for part in re.split(r"\n\n(?=\w+:\n)", text):
        head, _, body = part.partition(":\n")
        if head in {"Args", "Raises", "Yields", "Attributes"}:
            yield f"**{head}**\n"
            lines = re.sub(r"\n\s{4,}(?=\S)", " ", inspect.cleandoc(body)).splitlines()
            yield "\n".join(re.sub(r"^([\w*, ]+):", r"- `\1`:", line) if ":" in line else f"- {line}" for line in lines) + "\n"
        else:
            yield part + "\n"


def _first(value: Any) -> str:
    return " ".join((inspect.getdoc(value) or "").split("\n\n")[0].split())


if __name__ == "__main__":
    HERE.mkdir(exist_ok=True)
    for page, text in pages().items():
        (HERE / page).write_text(text, encoding="utf-8")
