"""Who may do what: the table by role and right, the walls between roles, and that every service asks."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from catalog.access import EVERYONE, KIND_ROLES, OPERATOR, RIGHTS, Actor, Kind, Role, may, require
from catalog.errors import NotAllowed, NotFound
from tests import house

ROLES: tuple[Role, ...] = (
    "buyer", "buyer_admin", "prescriber", "supplier", "supplier_admin", "reviewer", "publisher", "admin", "auditor",
    "operator", "link",
)  # fmt: skip
MATRIX = """
organisations.read   o o o o o A A A A A .
setup.load           . . . . . . . A . A .
agreements.read      o o o o o A A A A A .
agreement.create     . . . . . . . A . A .
agreement.change     . . . . . . A A . A .
price_clause.answer  . . . . . A A . . A .
batch.receive        . . . o o A A . . A .
batch.answer         . . . o o A A . . A .
batch.decide         . . . . . A A . . A .
batch.read           . . . o o A A A A A .
word.read            . . . . . A A A A A .
word.decide          . . . . . A A . . A .
publication.publish  . . . . . . A . . A .
publication.undo     . . . . . . A . . A .
publication.correct  . . . . . . A . . A .
publication.compare  . . . o o A A A A A .
offer.suspend        . . . . . A A . . A .
publication.read     o o o o o A A A A A .
fingerprint.read     . . . . . A A A A A .
catalogue.search     o o o o o A A A A A .
catalogue.explain    o o o o o A A A A A .
swap.read            o o o . . A A A A A .
substitution.read    o o o . . A A A A A .
capacity.read        o o o o o A A A A A .
capacity.declare     . . . o o . . . . . .
figures.read         o o o . . A A A A A .
proof.add            . . . o o A A . . A .
proof.check          . . . . . A . . . A .
proof.end            . . . o o A . . . A .
proof.read           . . . o o A A A A A .
register.load        . . . . . A A . . A .
register.answer      . . . . . A . . . A .
register.read        . . . . . A A A A A .
document.read        o o o o o A A A A A .
missing.read         . . . o o A A A A A .
missing.ask          . . . . . A A . . A .
expiry.read          . . . o o A A A A A .
expiry.close         . . . . . A A . . A .
expiry.remind        . . . . . A A . . A .
expiry.alert         . . . . . . . A . A .
fact.load            . . . . . . . A . A .
fact.read            . . . A A A A A A A .
fact.rehearse        . . . . . A A A A A .
fact.propose         . . . . . A . . . A .
fact.drop            . . . . . A A . . A .
fact.apply           . . . . . . A . . A .
criteria.read        . . . . . A A A A A .
criteria.decide      . . . . . A . . . A .
equivalence.read     . . . . . A A A A A .
equivalence.decide   . . . . . A . . . A .
range.read           o o o o o A A A A A .
range.draft          . . . . . A A . . A .
range.validate       . . . . . . A . . A .
range.export         o o o o o A A . . A .
range.requests       o o o . . A A A A A .
range.request        o o o . . . . . . . .
range.answer         . . . . . A A . . A .
renewal.read         . . . . . A A A A A .
renewal.decide       . . . . . A A . . A .
renewal.convert      . . . . . . A . . A .
selection.read       o o o . . . . . . . .
selection.change     o o o . . . . . . . .
selection.propose    . . o . . . . . . . .
selection.decide     o o . . . . . . . . .
selection.export     o o . . . . . . . . .
layout.read          o o o . . . . . . . .
layout.change        o o . . . . . . . . .
product_request.read o o o . . A A A A A .
product_request.ask  o o o . . . . . . . .
product_request.answer . . . . . A A . . A .
validation.ask       . . . . . A A . . A .
validation.read      . . . o o A A A A A o
validation.decide    . . . o o . . . . . o
validation.sign      . . . o o . . . . . o
tag.contest          . . . . . A A . . A .
tag.rule             . . . . . A . . . A .
doubt.open           o o o . . . . . . . .
doubt.read           o o o o o A A A A A .
doubt.answer         . . . . . A A . . A .
account.add          . o . . o . . A . A .
account.list         . o . . o . . A A A .
account.own          o o o o o o o o o . .
account.token        o o o o o o o A o A .
instance.check       . . . . . . . A A A .
journal.read         . . . . . . . . A A .
"""
"""A: on everybody's things; o: on those of the actor's own organisation; a point: not at all. Columns as `ROLES`."""

CELLS = [
    (right, role, cell)
    for right, *cells in (line.split() for line in MATRIX.strip().splitlines())
    for role, cell in zip(ROLES, cells, strict=True)
]
MINE, OTHERS = 7, 8
KINDS: dict[str, Kind] = {"buyer": "member", "supplier": "supplier", "link": "supplier"}


def actor(role: Role) -> Actor:
    kind = KINDS.get(role.removesuffix("_admin"), "member" if role == "prescriber" else "central")
    return OPERATOR if role == "operator" else Actor("a@b.example", "A", role, kind, 1, MINE, "ORG")


def test_the_matrix_holds_every_right_and_role() -> None:
    assert {right for right, _, _ in CELLS} == set(RIGHTS)
    assert set(ROLES) == EVERYONE | {"operator", "link"}
    assert frozenset().union(*KIND_ROLES.values()) == EVERYONE


@pytest.mark.parametrize(("right", "role", "cell"), CELLS)
def test_a_role_may_do_what_the_matrix_says(right: str, role: Role, cell: str) -> None:
    who = actor(role)
    assert [may(who, right, owner) for owner in (None, MINE, OTHERS)] == [cell != ".", cell != ".", cell == "A"]


def test_a_thing_of_others_answers_as_if_there_were_none() -> None:
    with pytest.raises(NotFound) as refused:
        require(actor("supplier"), "batch.read", OTHERS)
    assert (refused.value.code, refused.value.params) == ("thing.unknown", {})


def test_a_role_without_the_right_is_told_so_whoever_owns_it() -> None:
    for owner in (None, MINE, OTHERS):
        with pytest.raises(NotAllowed) as refused:
            require(actor("buyer"), "batch.read", owner)
        assert refused.value.params == {"right": "batch.read", "role": "buyer"}


def test_nobody_alone_could_falsify_a_tag() -> None:
    """Deciding, publishing and administrating are three roles; a supplier never decides."""
    powers = {right: {role for role in EVERYONE if may(actor(role), right)} for right in RIGHTS}  # type: ignore[arg-type]
    assert powers["proof.check"] & powers["publication.publish"] == set()
    assert powers["account.add"] & (powers["proof.check"] | powers["publication.publish"]) == set()
    assert powers["tag.rule"] & (powers["publication.publish"] | powers["account.add"]) == set()
    assert powers["validation.sign"] == powers["validation.decide"] == {"supplier", "supplier_admin"}
    writes = [right for right in RIGHTS if right.split(".")[1] in WRITES and right != "instance.check"]
    assert not any(may(actor("auditor"), right) for right in writes)


WRITES = {"load", "receive", "answer", "publish", "undo", "correct", "suspend", "add", "check", "change", "export", "ask", "decide",
          "sign", "contest", "rule", "open"}  # fmt: skip

FREE = {
    "catalog.services.agreements.setup_changes.write": "a part of `setup`, which has asked",
}
"""Services that ask for no right, and why."""


def verbs() -> Iterator[tuple[str, house.Module, ast.FunctionDef]]:
    """Every public function of the services that takes an actor first."""
    for module in house.modules("catalog"):
        for node in module.tree.body:
            if not module.name.startswith("catalog.services.") or not isinstance(node, ast.FunctionDef):
                continue
            if not node.name.startswith("_") and node.args.args and node.args.args[0].arg == "actor":
                yield f"{module.name}.{node.name}", module, node


def rights_asked(module: house.Module, node: ast.FunctionDef, seen: frozenset[str] = frozenset()) -> set[str]:
    """Rights named in `require` calls of a function and of the functions of its module that it calls."""
    functions = {other.name: other for other in module.tree.body if isinstance(other, ast.FunctionDef)}
    found: set[str] = set()
    for call in (part for part in ast.walk(node) if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)):
        name = ast.unparse(call.func)
        if name == "require":
            found.add(ast.literal_eval(call.args[1]))
        elif name in functions and name not in seen:
            found |= rights_asked(module, functions[name], seen | {name})
    return found


def test_every_service_asks_for_a_right_of_the_table() -> None:
    asked = {name: rights_asked(module, node) for name, module, node in verbs()}
    assert len(asked) > 20
    assert {name for name, rights in asked.items() if not rights} == set(FREE)
    assert {right for rights in asked.values() for right in rights} <= set(RIGHTS)


def test_asking_is_what_is_found() -> None:
    text = (
        'def go(actor, means):\n    _in(actor)\ndef _in(actor):\n    require(actor, "a.b")\ndef out(actor):\n    pass'
    )
    module = house.module("catalog.services.a.b", text)
    functions = [node for node in module.tree.body if isinstance(node, ast.FunctionDef)]
    assert [rights_asked(module, node) for node in functions] == [{"a.b"}, {"a.b"}, set()]
