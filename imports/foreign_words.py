"""Header words beside the French, English and German ones: Italian, Spanish and Dutch, and those of common programs.

The programs are those whose exports suppliers send unchanged (stock keeping, shops, FAB-DIS of the building trade). A word
stands here only where it means one field in any file; what it may mean besides, the cells decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_ABROAD: Mapping[str, str] = {
    "reference": """codice articolo|cod. articolo|codice prodotto|codice art.|cod. art.|codice fornitore|riferimento|codice
        |referencia|código|código artículo|código de artículo|código producto|código de producto|ref. artículo|ref. proveedor
        |artikelcode|artikelnr|artikel nr|art.nr|bestelcode|bestelnummer|productcode|productnummer|referentie""",
    "name": """descrizione articolo|descrizione prodotto|nome|nome prodotto|titolo|prodotto|articolo|denominazione
        |nombre|nombre del producto|nombre producto|producto|artículo|denominación|descripción artículo|descripción del artículo
        |omschrijving|artikelomschrijving|productnaam|naam|benaming|productomschrijving""",
    "description": "descrizione|descrizione estesa|descripción|descripción larga|descripción del producto|beschrijving|lange omschrijving",
    "brand": "marca|produttore|fabricante|merk|fabrikant",
    "gtin": "codice ean|codice a barre|barcode ean|código de barras|código ean|ean-code|streepjescode",
    "price": """prezzo|prezzo netto|prezzo unitario|prezzo di vendita|prezzo iva esclusa|precio|precio neto|precio unitario
        |precio de venta|precio sin iva|prijs|nettoprijs|netto prijs|eenheidsprijs|verkoopprijs|stukprijs|prijs excl. btw""",
    "list_price": """prezzo di listino|prezzo listino|listino|prezzo lordo|precio de catálogo|precio de lista|pvp|precio bruto
        |pvp recomendado|brutoprijs|bruto prijs|adviesprijs|catalogusprijs""",
    "discount_rate": "sconto|sconto %|% sconto|descuento|descuento %|dto.|% dto|korting|korting %",
    "vat": "iva|iva %|aliquota iva|% iva|tipo iva|tipo de iva|btw|btw %|btw-tarief|btw percentage",
    "currency": "valuta|divisa|moneda|munt",
    "order_unit": """unità|unità di misura|u.m.|unità di vendita|unidad|unidad de venta|unidad de medida|eenheid
        |verkoopeenheid|besteleenheid""",
    "content_per_order_unit": """confezione|pezzi per confezione|pz per confezione|pz/conf|imballo|unidades por caja|uds/caja
        |unidades por paquete|presentación|verpakking|verpakkingseenheid|inhoud|aantal per verpakking""",
    "min_order_quantity": "quantità minima|ordine minimo|cantidad mínima|pedido mínimo|minimale afname|minimum afname",
    "family": "categoria|famiglia|gruppo merceologico|categoría|categorías|familia|groep|artikelgroep|productgroep|categorie|rubriek",
    "lead_time_days": "tempi di consegna|tempo di consegna|plazo de entrega|levertijd|délai d'appro|délai d'appro.|délai appro|délai d'appro (jours)",
    "origin": "paese di origine|origine prodotto|país de origen|origen|land van herkomst|herkomst",
    "image_url": "immagine|link immagine|foto|imagen|url imagen|afbeelding",
}  # fmt: skip
_PROGRAMS: Mapping[str, str] = {
    "reference": """AR_Ref|UGS|default_code|internal reference|référence interne (default_code)|Variant SKU|REFCIALE|réf. ciale
        |n° de prix|n° prix|numéro de prix|numéro prix|n° du prix|prix n°|n° bpu""",
    "name": "AR_Design|LIBELLE80|des.|dés.|produkt",
    "description": "LIBELLE240",
    "gtin": "AR_CodeBarre|Variant Barcode",
    "price": "tarif régulier|regular price|Variant Price",
    "list_price": "Variant Compare At Price|compare at price",
    "vat": "MwSt|MwSt.|MwSt-Satz|MwSt.-Satz|MwSt %|USt|USt.|USt-Satz",
    "order_unit": "AR_UniteVen|unités|unitée|unitées",
    "family": "FA_CodeFamille|FAM1|FAM1L|gruppe|categ_id|main category",
}
"""Also words that other words' rules would miss: an abbreviation, a common slip, capitals inside a word."""


def foreign_words() -> Iterator[tuple[str, str]]:
    """Header word, field name."""
    for words in (_ABROAD, _PROGRAMS):
        for name, listed in words.items():
            yield from ((word.strip(), name) for word in listed.split("|") if word.strip())
