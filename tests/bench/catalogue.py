"""A made-up supplier's catalogue of any length, the same for the same number: 25 columns of French office goods."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import xlsxwriter

HEADERS = (
    "Référence", "Désignation", "Description", "Marque", "Code EAN", "Famille", "Code CPV", "Prix unitaire HT", "TVA",
    "Devise", "Unité de commande", "Quantité minimale", "Multiple de commande", "Délai de livraison (jours)",
    "Éco-contribution", "Écolabel", "Remanufacturé", "Petite enfance", "Labels", "Mentions de danger", "Pays d'origine",
    "Date de début", "Date de fin", "Lien photo", "Statut",
)  # fmt: skip
THINGS = (
    ("Papier", "Ramette de papier", "Cahier", "Bloc-notes", "Enveloppe", "Étiquette"),
    ("Écriture", "Stylo à bille", "Feutre", "Surligneur", "Crayon graphite", "Marqueur"),
    ("Classement", "Classeur à levier", "Chemise cartonnée", "Intercalaire", "Trieur", "Pochette"),
    ("Entretien", "Nettoyant multi-usages", "Détergent", "Balai", "Sac poubelle", "Seau"),
    ("Hygiène", "Savon liquide", "Gel lavant", "Essuie-mains", "Papier toilette", "Mouchoirs"),
    ("Mobilier", "Table", "Chaise coque", "Armoire", "Caisson mobile", "Banc"),
    ("Toner", "Toner laser", "Cartouche d'encre", "Tambour", "Ruban", "Kit d'entretien"),
)  # fmt: skip
KINDS = ("bleu", "noir", "rouge", "vert", "gris", "blanc", "pliable", "grand modèle", "petit modèle", "usage intensif",
         "recyclé", "rechargeable", "lavable", "sans solvant", "empilable")  # fmt: skip
SIZES = ("A4", "A5", "500 ml", "1 L", "5 L", "lot de 10", "lot de 50", "90 cm", "120 cm", "36 mois")
BRANDS = tuple(f"{start}{end}" for start in ("Bel", "Cla", "Dor", "Fen", "Gal", "Lir", "Nov", "Ori", "Pal", "Ver")
               for end in ("ane", "ia", "iver", "on", "ys", "ette", "elle", "ora", "imo", "ex"))  # fmt: skip
Line = tuple[object, ...]


def lines(count: int, changed: bool = False) -> Iterator[Line]:
    """The lines below the header. `changed`: the next catalogue, where one price in twelve has moved."""
    chance = np.random.default_rng(count)
    draws = chance.integers(0, 2**31, (count, 8))
    for number, draw in enumerate(draws.tolist()):
        yield _line(number, draw, changed)


def _line(number: int, draw: Sequence[int], changed: bool) -> Line:
    things = THINGS[draw[0] % len(THINGS)]
    thing, kind, size = things[1 + draw[1] % 5], KINDS[draw[2] % len(KINDS)], SIZES[draw[3] % len(SIZES)]
    brand, cents = BRANDS[draw[4] % len(BRANDS)], 50 + draw[5] % 20_000
    cents += 7 if changed and draw[6] % 12 == 0 else 0
    marks = draw[7]
    return (
        f"R{number:07d}", f"{thing} {kind} {size} n° {number}", f"{thing} {brand}, {kind}, {size}, garantie {1 + marks % 5} ans",
        brand, ean(number), things[0], "30192000-1", cents / 100, 20 if marks % 4 else 5.5, "EUR",
        ("pièce", "boîte", "carton", "lot")[marks % 4], 1 + marks % 10, 1 + marks % 5, 1 + marks % 15,
        (marks % 50) / 100, "oui" if marks % 9 == 0 else "non", "oui" if marks % 23 == 0 else "non",
        "oui" if marks % 11 == 0 else "non", ("NF Environnement", "FSC", "Écolabel européen", "", "", "", "", "")[marks % 8],
        ("H412", "H319", "", "", "", "", "")[marks % 7], ("France", "Allemagne", "Italie", "Espagne")[marks % 4],
        "2026-01-01", "2026-12-31", f"https://catalogue.example/photos/{number}.jpg", "actif",
    )  # fmt: skip


def ean(number: int) -> str:
    """A number of thirteen digits with its check digit."""
    digits = f"3{number:011d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-total % 10}"


def write_xlsx(path: Path, count: int, changed: bool = False) -> None:
    """One sheet, the header in its first row."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet("Catalogue")
    sheet.write_row(0, 0, HEADERS)
    for place, line in enumerate(lines(count, changed), 1):
        sheet.write_row(place, 0, line)
    book.close()


def write_csv(path: Path, count: int, changed: bool = False) -> None:
    """Semicolons, a comma in decimals, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS)
        writer.writerows([str(cell).replace(".", ",") if isinstance(cell, float) else cell for cell in line]
                         for line in lines(count, changed))  # fmt: skip


HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<BMECAT version="2005" xmlns="http://www.bmecat.org/bmecat/2005"><HEADER><CATALOG><LANGUAGE>fra</LANGUAGE>
<CATALOG_ID>BANC</CATALOG_ID><CATALOG_VERSION>1.0</CATALOG_VERSION><CURRENCY>EUR</CURRENCY></CATALOG>
<SUPPLIER><SUPPLIER_NAME>Banc</SUPPLIER_NAME></SUPPLIER></HEADER><T_NEW_CATALOG>
"""
PRODUCT = (
    '<PRODUCT mode="new"><SUPPLIER_PID>{0}</SUPPLIER_PID><PRODUCT_DETAILS><DESCRIPTION_SHORT>{1}</DESCRIPTION_SHORT>'
    '<DESCRIPTION_LONG>{2}</DESCRIPTION_LONG><INTERNATIONAL_PID type="gtin">{4}</INTERNATIONAL_PID>'
    "<MANUFACTURER_NAME>{3}</MANUFACTURER_NAME><DELIVERY_TIME>{13}</DELIVERY_TIME></PRODUCT_DETAILS><PRODUCT_FEATURES>"
    "<FEATURE><FNAME>Écolabel</FNAME><FVALUE>{15}</FVALUE></FEATURE><FEATURE><FNAME>Labels</FNAME><FVALUE>{18}</FVALUE>"
    "</FEATURE></PRODUCT_FEATURES><PRODUCT_ORDER_DETAILS><ORDER_UNIT>C62</ORDER_UNIT><QUANTITY_MIN>{11}</QUANTITY_MIN>"
    "<QUANTITY_INTERVAL>{12}</QUANTITY_INTERVAL></PRODUCT_ORDER_DETAILS><PRODUCT_PRICE_DETAILS>"
    '<PRODUCT_PRICE price_type="net_list"><PRICE_AMOUNT>{7}</PRICE_AMOUNT><PRICE_CURRENCY>EUR</PRICE_CURRENCY>'
    "<TAX>0.2</TAX></PRODUCT_PRICE></PRODUCT_PRICE_DETAILS></PRODUCT>\n"
)


def write_xml(path: Path, count: int, changed: bool = False) -> None:
    """BMEcat 2005, a new catalogue."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for line in lines(count, changed):
            file.write(PRODUCT.format(*(escape(str(cell)) for cell in line)))
        file.write("</T_NEW_CATALOG></BMECAT>\n")
