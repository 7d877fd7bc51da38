"""The validation request that a supplier's page is about: the one in the address, a link's own, or the only one open."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor
from catalog.errors import NotFound
from catalog.means.means import Means
from catalog.services.validation.show import RequestLine, list_requests
from catalog.validating.tag_lines import Progress
from ui import navigation
from ui.parts.work import kept
from ui.wording.words import t

NAME = "demande"
"""The request in an address."""


def asked_request(actor: Actor, means: Means) -> int:
    """Its id, -1 for one that cannot be. Raises NotFound where the address names none and nothing is open."""
    named = st.query_params.get(NAME)
    if actor.request_id is not None:
        return actor.request_id if named in (None, str(actor.request_id)) else -1
    if named is not None:
        return int(named) if named.isascii() and named.isdecimal() and len(named) <= 16 else -1
    opened = list_requests(actor, means, open_only=True)
    if not opened:
        raise NotFound("thing.unknown")
    return min(opened, key=lambda line: line.due).id


def address_of(request: int) -> dict[str, str]:
    """The state of a page about this request."""
    return kept(**{NAME: str(request)})


def progress_of(line: RequestLine) -> Progress:
    """How far an open request is; one that has ended has nothing left."""
    return line.progress or Progress()


def range_names(line: RequestLine, language: str) -> str:
    """« Petite enfance, Entretien écolabellisé »."""
    return ", ".join(each.name_fr if language == "fr" else each.name_en for each in line.ranges)


def unknown() -> None:
    """What is said of a request that is none, or another's."""
    with st.container(key="retour"):
        navigation.link("mes-gammes", f"← {t('mine.back')}")
    st.title(t("mine.unknown"), anchor=False)
    st.write(t("mine.unknown.why"))
