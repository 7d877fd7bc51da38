"""The datasheets and pictures of a product, on its sheet: by our own route, as downloads; pictures shown too."""

from __future__ import annotations

import streamlit as st

from catalog.access import Actor
from catalog.means.means import Means
from catalog.services.proofs.product_documents import documents_of
from ui.parts.markup import Trusted, fill, join
from ui.parts.sheet import link_out
from ui.wording.words import t

PICTURE = """<figure class="picture"><img src="/files/picture/{id}" alt="{alt}" loading="lazy"></figure>"""
SHOWN = 4


def product_documents(actor: Actor, means: Means, supplier: str, reference: str, name: str) -> None:
    """Draw them; nothing where there is none."""
    found = documents_of(actor, means, supplier, reference)
    if not found:
        return
    st.header(t("documents.title"), anchor=False)
    pictures = [each for each in found if each.kind == "picture"]
    drawn = [fill(PICTURE, id=each.id, alt=t("documents.picture", name=name)) for each in pictures[:SHOWN]]
    links = [
        link_out(f"/files/product_document/{each.id}", t(f"documents.download.{each.kind}", name=each.name))
        for each in found
    ]
    st.html(fill('<div class="pictures">{pictures}</div><div class="downloads">{links}</div>', pictures=Trusted(join(drawn)),
                 links=Trusted(join(links, " "))))  # fmt: skip
