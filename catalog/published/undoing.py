"""Which act an undo takes back: a person's last one, whatever was published again above it, or one that waits."""

from __future__ import annotations

from catalog.errors import Conflict
from catalog.means.means import Means
from catalog.queries import release
from catalog.queries.release import Act


def act_to_undo(means: Means, number: int | None) -> Act:
    """The act that an undo takes back. `number`: any number that an act has or had.

    Raises Conflict when nothing stands, or when the act named stands no more, or is in force under later ones.
    """
    published = release.all_publications(means.session)
    stack = release.standing(published)
    if not stack:
        raise Conflict("undo.nothing")
    last = max(stack, key=lambda act: act.act)
    if number is None:
        return last
    known = number in {each.number for each in published}
    wanted = release.act_of(published, number) if known else 0
    found = next((act for act in stack if act.act == wanted), None)
    if found is None:
        raise Conflict("undo.not_standing", publication=number)
    if found != last and found.effective <= means.clock.today():
        raise Conflict("undo.in_force", publication=number)
    return found
