"""Names that may be one person's: what is suggested, what never is."""

from __future__ import annotations

import pytest

from sayso.stores import namesakes
from sayso.stores.namesakes import Somebody, _organizations, _persons


def pairs(kind: str, *names: str) -> set[frozenset[str]]:
    everybody = [Somebody(f"pe-{number}", name, kind, 1) for number, name in enumerate(names)]
    found = _persons(everybody) if kind == "person" else _organizations(everybody)
    return {frozenset((one.name, other.name)) for one, other, _ in found}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jonathan Meyer", "Jonathan B. Meyer"),
        ("J. Meyer", "Jonathan Meyer"),
        ("Dr. Ana Cho", "Ana Cho"),
        ("Jonathan Meyer", "Johnathan Meyer"),
        ("Ana Whitaker", "Ana Whittaker"),
        ("Cho", "Ana Cho"),
        ("J. B. Meyer", "Jonathan Bell Meyer"),
    ],
)
def test_names_that_one_person_may_have(one, other):
    assert frozenset((one, other)) in pairs("person", one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Cho", "Ben Cho"),
        ("John Meyer", "Joan Meyer"),
        ("Ana Lee", "Ana Lie"),
        ("K. Meyer", "Jonathan Meyer"),
        ("Jonathan Meyer", "Jonathan Cho"),
        ("Mary Ann Meyer", "Mary Beth Meyer"),
    ],
)
def test_names_that_two_people_have(one, other):
    assert pairs("person", one, other) == set()


def test_a_surname_of_two_is_nobodys():
    assert not any("Cho" in pair for pair in pairs("person", "Cho", "Ana Cho", "Ben Cho"))


def test_organizations_by_initials_and_legal_form():
    found = pairs("organization", "British Harbour Corporation Board", "BHB", "The Mill Ltd", "Mill", "River Trust")
    assert frozenset(("British Harbour Corporation Board", "BHB")) in found
    assert frozenset(("The Mill Ltd", "Mill")) in found
    assert not any("River Trust" in pair for pair in found)


def test_a_crowd_of_one_surname_suggests_nothing_by_first_names(monkeypatch):
    monkeypatch.setattr(namesakes, "CROWDED", 2)
    assert pairs("person", "Ana Cho", "Ana B. Cho", "Ana C. Cho") == set()


def test_the_command_lists_them(tmp_path, monkeypatch):
    from typer.testing import CliRunner

    from sayso.cli import app

    monkeypatch.setenv("SAYSO_STORE", str(tmp_path / "ledger.db"))
    for number, name in enumerate(("Jonathan Meyer", "Jonathan B. Meyer")):
        file = tmp_path / f"{number}.txt"
        file.write_text(f"“The dam will hold through winter {number},” {name} told the council on Monday.", encoding="utf-8")
        assert CliRunner().invoke(app, ["add", str(file)]).exit_code == 0
    ran = CliRunner().invoke(app, ["people", "--alike", "--format", "jsonl"])
    assert ran.exit_code == 0, ran.output
    assert "one has a middle name more" in ran.output
    assert "one has a middle" in " ".join(CliRunner().invoke(app, ["people", "meyer", "--alike"]).output.split())
    assert CliRunner().invoke(app, ["people", "Cho", "--alike", "--format", "jsonl"]).output.strip() == ""
