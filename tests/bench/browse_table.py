"""The table of the browsing benchmark, and how near it comes to what was set out to be reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Told = Mapping[str, Any]
GOALS: Mapping[int, Mapping[str, Mapping[str, float]]] = {
    100_000: {"postgres": {"p50": 25, "p95": 150}, "duckdb": {"p50": 40}},
    1_000_000: {"postgres": {"p50": 30, "p95": 200}, "duckdb": {"p50": 10}, "tantivy": {"p50": 1, "p95": 5}},
}
"""How many times slower than ours a peer should be, by size of catalogue."""
BYTES, BUILD_S, OPEN_MS, PASSES = 100, 5, 10, 3
GROWTH = {"p50": 5, "p95": 10}


def text(told: Told) -> str:
    """All lines of it."""
    return "\n".join([*_ours(told), "", *_peers(told), "", *_goals(told), "", *_setups(told)])


def _ours(told: Told) -> Iterator[str]:
    ours = told["ours"]
    yield f"{told['products']} products, {ours['questions']} questions, with text analysis and the 50 display rows; ms, best of 3"
    yield f"Tamis        p50 {ours['p50']:.2f}   p95 {ours['p95']:.2f}   worst {ours['max']:.2f}"
    first = ours["first"]
    yield f"  first asked p50 {first['p50']:.2f}   p95 {first['p95']:.2f}   worst {first['max']:.2f}"
    member = ours["member"]
    yield f"  a member     p50 {member['p50']:.2f}   p95 {member['p95']:.2f}   worst {member['max']:.2f}   (20 of 60 agreements joined)"
    yield f"  index        {ours['bytes']:.0f} bytes a product, built in {ours['build_s']:.1f} s ({ours['build_cpu_s']:.1f} s of processor), opened in {ours['open_ms']:.1f} ms"
    yield f"  compiled counting {'used' if told['compiled'] else 'not installed'}"


def _peers(told: Told) -> Iterator[str]:
    yield f"{'peer':<18}{'p50':>9}{'p95':>10}{'worst':>10}{'asked':>7}{'build s':>9}{'times ours p50':>16}{'p95':>8}{'worst':>8}"
    for peer in told["peers"].values():
        if peer["wrong"]:
            yield f"{peer['name']:<18}{peer['wrong']} answers differ: its times do not count"
            continue
        ratio = peer["ratio"]
        yield (
            f"{peer['name']:<18}{peer['p50']:>9.2f}{peer['p95']:>10.2f}{peer['max']:>10.2f}{peer['questions']:>7}{peer['build_s']:>9.1f}"
            f"{ratio['p50']:>16.1f}{ratio['p95']:>8.1f}{ratio['max']:>8.1f}"
        )
    if told["absent"]:
        yield f"not installed: {', '.join(told['absent'])}"


def _goals(told: Told) -> Iterator[str]:
    ours = told["ours"]
    for name, wanted in GOALS.get(told["products"], {}).items():
        peer = told["peers"].get(name)
        for key, times in wanted.items():
            if peer and not peer["wrong"]:
                yield _goal(
                    f"{peer['name']} {key} at least {times} times ours", peer["ratio"][key], peer["ratio"][key] >= times
                )
    yield _goal(f"at most {BYTES} bytes a product", ours["bytes"], ours["bytes"] <= BYTES)
    yield _goal(f"built in at most {BUILD_S} s", ours["build_s"], ours["build_s"] <= BUILD_S)
    yield _goal(f"opened in at most {OPEN_MS} ms", ours["open_ms"], ours["open_ms"] <= OPEN_MS)
    if told["pass_ms"]:
        passes = ours["max"] / told["pass_ms"]
        yield _goal(
            f"worst at most {PASSES} compiled counting passes of {told['pass_ms']:.1f} ms", passes, passes <= PASSES
        )
    else:
        yield "one compiled counting pass: not measured, Numba is not installed"
    for key, most in GROWTH.items():
        if told["tenth"]:
            growth = ours[key] / told["tenth"][key]
            yield _goal(f"{key} from a tenth of the catalogue at most {most} times", growth, growth <= most)


def _goal(said: str, found: float, reached: bool) -> str:
    return f"{'reached    ' if reached else 'NOT reached'} {said}: {found:.1f}"


def _setups(told: Told) -> Iterator[str]:
    for peer in told["peers"].values():
        yield f"{peer['name']} {peer['version']}: {peer['setup']}"
