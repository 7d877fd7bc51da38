"""Papers for tests: certificates and safety sheets as one-page PDFs, written by hand; and ZIP files of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from catalog.demo.documents import demo_pdf

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))


def certificate(
    *references: str, number: str = "FR/020/118", until: str = "31/12/2027", holder: str = "Vernet SAS"
) -> bytes:
    """A certificate of the EU Ecolabel that names references."""
    return demo_pdf(
        "Certificat Écolabel européen",
        [f"Licence Écolabel européen n° {number}", f"Titulaire : {holder}", "Organisme certificateur : Exemple Certification",
         f"Valable du 01/01/2026 au {until}", f"Produits : {', '.join(references)}"],
    )  # fmt: skip


def sheet(name: str, *lines: str, revised: str = "03/02/2026") -> bytes:
    """A safety data sheet in the sixteen sections of the regulation, as short as one may be."""
    told = [
        "FICHE DE DONNÉES DE SÉCURITÉ conforme au règlement (UE) 2020/878", f"Date de révision : {revised}",
        "SECTION 1 : Identification de la substance ou du mélange et de la société", f"1.1 Nom du produit : {name}", *lines,
        "SECTION 2 : Identification des dangers", "2.2 Mentions de danger : H319 Provoque une sévère irritation des yeux.",
        "SECTION 3 : Composition/informations sur les composants", "3.2 Mélanges : CAS 64-17-5 Éthanol 5 - 10 %",
        "SECTION 4 : Premiers secours", "SECTION 8 : Contrôles de l'exposition", "SECTION 9 : Propriétés physiques",
        "SECTION 15 : Informations relatives à la réglementation", "SECTION 16 : Autres informations",
    ]  # fmt: skip
    return demo_pdf(name, told)


def datasheet(*lines: str) -> bytes:
    """A datasheet."""
    return demo_pdf("Fiche technique", list(lines))


def zipped(files: Mapping[str, bytes] | Sequence[tuple[str, bytes]]) -> bytes:
    """A ZIP of these files."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 22, 12, 0, 0)), content)
    return whole.getvalue()
