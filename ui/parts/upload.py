"""The form that sends a file by our own route. Plain HTML: nothing passes through Streamlit's memory."""

from __future__ import annotations

import streamlit as st

from ui import session
from ui.parts.markup import fill
from ui.wording.words import t

REFUSED = ("too_large", "none", "not_kept")
"""What POST /files may lead back with; each has its words."""
FORM = """<form class="form" method="post" action="/files" enctype="multipart/form-data">
<input type="hidden" name="next" value="{back}"><label for="{key}">{label}</label>
<input type="file" id="{key}" name="file" required accept="{accept}" aria-describedby="{key}-limit"
data-most="{most}" data-too-large="{too_large}">
<p class="quiet-text" id="{key}-limit">{limit}</p><button type="submit">{send}</button></form>"""


def upload_form(back: str, key: str = "file", label: str | None = None, accept: str = "") -> None:
    """Draw the form. The browser comes back to `back` with a ticket that `ui.files.uploaded` reads.

    `back`: a path of ours with its state (`/imports?lot=L1`), kept with the language of the tab; `accept`: endings,
    `.csv,.xlsx`.
    """
    limit = session.house().settings.max_upload_mb
    language = session.language()
    if language != session.actor().language or session.asked_language():
        back += f"{'&' if '?' in back else '?'}lang={language}"
    why = st.query_params.get("upload")
    if why in REFUSED:
        st.error(t(f"upload.{why}", limit=limit))
    st.html(
        fill(
            FORM,
            back=back,
            key=key,
            label=label or t("upload.file"),
            accept=accept,
            limit=t("upload.limit", limit=limit),
            most=limit << 20,
            too_large=t("upload.too_large", limit=limit),
            send=t("upload.send"),
        )
    )
