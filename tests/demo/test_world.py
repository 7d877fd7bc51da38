"""The world holds together, and says everywhere that it is invented."""

from __future__ import annotations

import tomllib
from typing import Any

from stdnum.fr import siret

from catalog.demo.items import rows_of
from catalog.demo.world import world_toml
from catalog.services.agreements.setup_file import read


def world() -> dict[str, Any]:
    return tomllib.loads(world_toml().read_text(encoding="utf-8"))


def lots() -> dict[str, dict[str, Any]]:
    return {lot["code"]: lot for agreement in world()["agreement"] for lot in agreement["lot"]}


def test_who_there_is() -> None:
    kinds = [organisation["kind"] for organisation in world()["organisation"]]
    assert (kinds.count("central"), kinds.count("supplier"), kinds.count("member")) == (1, 6, 12)
    assert (len(world()["agreement"]), len(lots())) == (3, 10)
    assert {account["role"] for account in world()["account"]} == {
        "buyer", "buyer_admin", "prescriber", "reviewer", "publisher", "admin", "auditor", "supplier", "supplier_admin",
    }  # fmt: skip


def test_every_name_says_that_it_is_invented() -> None:
    assert all("(démo)" in one["name"] for one in world()["organisation"] + world()["agreement"])
    assert all(account["email"].endswith(".example") for account in world()["account"])
    sirets = [organisation["siret"] for organisation in world()["organisation"]]
    assert all(siret.is_valid(number) and number.startswith("999999") for number in sirets)
    assert len(set(sirets)) == 19


def test_members_joined_all_some_or_one_agreement() -> None:
    joined: dict[str, int] = {}
    for membership in world()["membership"]:
        joined[membership["organisation"]] = joined.get(membership["organisation"], 0) + 1
    assert sorted(joined.values()) == [1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3]


def test_one_lot_has_two_holders_and_every_file_is_by_a_holder() -> None:
    assert [code for code, lot in lots().items() if len(lot["holders"]) > 1] == ["ENT-2"]
    for file in rows_of("files"):
        assert all(file["supplier"] in lots()[lot]["holders"] for lot in file["lots"].split(";"))


def test_everything_named_exists() -> None:
    codes = {organisation["code"] for organisation in world()["organisation"]}
    agreements = {agreement["code"] for agreement in world()["agreement"]}
    assert {one["organisation"] for one in world()["membership"] + world()["account"]} <= codes
    assert {one["agreement"] for one in world()["membership"]} == agreements
    assert {lot for one in world()["range"] for lot in one.get("lots", [])} <= set(lots())
    assert [one["code"] for one in world()["range"]] == [
        "petite-enfance", "entretien-ecolabellise", "impression-remanufacturee", "papier-ecolabellise",
        "essuyage-ecolabellise",
    ]  # fmt: skip


def test_the_setup_command_finds_no_fault_in_it() -> None:
    entries, faults = read(world_toml().read_bytes())
    assert faults == []
    assert len(entries.of("account")) == 17
    assert len(entries.of("holder")) == 11
