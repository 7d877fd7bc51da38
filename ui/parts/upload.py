"""The form that sends a file by our own route. Plain HTML: nothing passes through Streamlit's memory."""

from __future__ import annotations

import streamlit as st

from ui import session
from ui.parts.markup import fill
from ui.wording.words import t

FORM = """<form class="form" method="post" action="/files" enctype="multipart/form-data">
<input type="hidden" name="next" value="{back}"><label for="{key}">{label}</label>
<input type="file" id="{key}" name="file" required accept="{accept}" aria-describedby="{key}-limit">
<p class="quiet-text" id="{key}-limit">{limit}</p><button type="submit">{send}</button></form>"""


def upload_form(back: str, key: str = "file", label: str | None = None, accept: str = "") -> None:
    """Draw the form. The browser comes back to `back` with a ticket that `ui.files.uploaded` reads.

    `back`: a path of ours with its state (`/imports?lot=L1`); `accept`: endings, `.csv,.xlsx`.
    """
    st.html(
        fill(
            FORM,
            back=back,
            key=key,
            label=label or t("upload.file"),
            accept=accept,
            limit=t("upload.limit", limit=session.house().settings.max_upload_mb),
            send=t("upload.send"),
        )
    )
