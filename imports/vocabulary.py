"""The fields of a catalogue line and the header words under which suppliers write them: French, English, German."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "reference", "text", "texts", "gtin", "money", "rate", "vat", "quantity", "packaging", "unit", "currency",
    "date", "days", "claim", "classification", "hazard", "dilution", "pages",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a catalogue line. `words` are the headers it is known by, `several` allows more than one column."""

    name: str
    kind: Kind
    words: tuple[str, ...]
    several: bool = False


def _field(name: str, kind: Kind, words: str, several: bool = False) -> Field:
    return Field(name, kind, tuple(word.strip() for word in words.split("|") if word.strip()), several)


VOCABULARY = (
    _field(
        "reference",
        "reference",
        """référence|réf|réf.|ref. article|référence article|référence produit|référence fournisseur|réf. fournisseur
        |réf. titulaire|référence titulaire|réf. produit|réf. catalogue|référence catalogue|code article|code produit
        |code art.|code|code référence|article|n° article|no article|numéro article|numéro d'article|num article
        |n° de référence|n° référence|code fournisseur article|article n°|réf. interne|référence commerciale
        |référence interne|réf. commande|référence commande|réf. cde
        |reference|product code|item code|item number|item no|item no.|item|item #|article number|article no|sku|part number
        |part no|part no.|catalogue number|catalog number|product number|product id|supplier article id|supplier aid
        |supplier pid|supplier part id|supplier part number|vendor part number|article code|stock code|order code
        |artikelnummer|artikel-nr.|art.-nr.|art.nr.|artikelnr.|bestellnummer|bestell-nr.|sachnummer|produktnummer""",
    ),
    _field(
        "name",
        "text",
        """désignation|désignation article|désignation produit|désignation de l'article|désignation du produit
        |désignation commerciale|désignation courte|libellé|libellé article|libellé produit|libellé court|libellé commercial
        |libellé de l'article|désignation des articles|désignation des produits|désignation des fournitures
        |désignation des prestations|libellé des articles|nature des fournitures|lib.|lib. article|désign.|dénomination|dénomination commerciale|dénomination du produit
        |intitulé|nom|nom du produit|nom produit|nom de l'article|nom article|nom commercial|produit|produits|articles
        |name|product name|item name|article name|designation|title|product title|label name|product|description short
        |short description|item description|product description|short name|product label
        |artikelname|artikelbezeichnung|bezeichnung|produktname|kurzbezeichnung|kurztext|artikeltext|benennung""",
    ),
    _field(
        "description",
        "text",
        """description|descriptif|description longue|description détaillée|descriptif technique|désignation longue
        |libellé long|caractéristiques|caractéristiques techniques|description du produit|description produit
        |description article|détail|détails|commentaire|commentaires|observations|remarques|complément de désignation
        |long description|description long|details|full description|remarks|comments|specification|specifications
        |beschreibung|langtext|artikelbeschreibung|produktbeschreibung""",
    ),
    _field(
        "name_part",
        "text",
        """collection|gamme commerciale|modèle|coloris|couleur|dimension|dimensions|taille|format|finition|matière
        |parfum|grammage|model|colour|color|size|finish|material|range name""",
        several=True,
    ),
    _field(
        "brand",
        "text",
        """marque|fabricant|marque fabricant|marque commerciale|nom de la marque|marque du produit|fabriquant|constructeur
        |marque / fabricant|fabricant / marque|producteur
        |brand|manufacturer|manufacturer name|make|brand name|maker|producer
        |hersteller|marke|herstellername|hersteller / marke""",
    ),
    _field(
        "gtin",
        "gtin",
        """ean|ean13|ean 13|ean-13|code ean|code ean13|code ean 13|code-barres|code barre|code barres|code à barres|codebarre
        |gencod|gencode|gtin|gtin13|gtin-13|gtin 14|gtin14|code gtin|ean uvc|gtin uvc|ean unité|gencod uvc|ean article
        |ean code|barcode|bar code|upc|upc code|ean/gtin|gtin/ean|ean produit|gtin ean|ean gtin
        |ean-nummer|ean nr.|gtin nummer|ean-nr.""",
    ),
    _field(
        "price",
        "money",
        """prix|prix ht|prix h.t.|prix ttc|pu|p.u.|pu ht|p.u. ht|p.u.h.t.|puht|pu net ht|pu ht net|prix unitaire
        |prix unitaire ht|prix unitaire h.t.|prix net|prix net ht|prix unitaire net|prix unitaire net ht|tarif|tarif ht
        |tarif net|tarif net ht|montant ht|montant unitaire ht|prix de vente|prix de vente ht|prix d'achat ht|prix achat ht
        |px ht|px net|px unit. ht|px u. ht|prix remisé|prix remisé ht|prix après remise|prix marché|prix marché ht|prix client
        |prix unitaire ttc|pu ttc|tarif ttc|prix public|prix public ht|prix public ttc|prix promo|prix promo ttc|prix catalogue
        |prix catalogue ht|pvht|pv ht|pa ht|paht|p.a. ht|prix € ht|prix euros ht|prix bpu|prix bordereau|prix accord-cadre
        |price|unit price|net price|price excl vat|price ex vat|unit price ex vat|price excluding vat|price incl vat|sales price
        |selling price|cost|unit cost|price amount|price per unit|contract price|customer price|net unit price|your price
        |preis|netto|nettopreis|einzelpreis|stückpreis|verkaufspreis|preis netto|einkaufspreis|vk|vk netto|vk brutto|ek netto|ek|preis pro stück""",
    ),
    _field(
        "list_price",
        "money",
        """prix brut|prix brut ht|prix de base|prix de base ht|tarif de base ht|prix tarif|prix tarif ht|tarif brut|tarif public|tarif public ht|pu brut
        |pu brut ht|prix conseillé|prix public conseillé|prix avant remise|tarif de base|prix fort|tarif général|prix catalogue
        |list price|gross price|rrp|recommended price|public price|catalogue price|catalog price|msrp|base price
        |listenpreis|bruttopreis|uvp|katalogpreis""",
    ),
    _field(
        "discount_rate",
        "rate",
        """remise|remise %|% remise|taux de remise|taux remise|rabais|remise consentie|remise accordée|rem.|rem. %|% de remise
        |remise en %|remise (%)|discount|discount %|discount rate|rebate
        |rabatt|rabatt %|nachlass""",
    ),
    _field(
        "vat",
        "vat",
        """tva|t.v.a.|taux tva|taux de tva|tva %|% tva|tva (%)|taux t.v.a.|code tva|tx tva|taux de tva applicable
        |tva applicable|vat|vat rate|vat %|tax|tax rate|tax %|sales tax
        |steuer|steuer %|mwst|mwst.|ust|ust.|mwst-satz|steuersatz|mehrwertsteuer|umsatzsteuer""",
    ),
    _field("currency", "currency", "währung|devise|monnaie|code devise|currency|currency code|price currency|curr."),
    _field(
        "order_unit",
        "unit",
        """unité|unite|unité de vente|unité de commande|unité de facturation|unité vente|unité de prix|unité d'achat|u.v.|uv
        |un.|unité de mesure|udm|u.d.m.|unité commande|ud|ucom|unité uv|unité de compte|unité cde
        |order unit|unit|unit of measure|uom|sales unit|sold by|selling unit|unit of sale|u/m|purchase unit
        |einheit|bestelleinheit|best.einheit|mengeneinheit|verkaufseinheit|me|ve""",
    ),
    _field(
        "content_unit",
        "unit",
        "inhaltseinheit|inh.einheit|unité de contenu|unité contenu|unité contenance|content unit|contents unit",
    ),
    _field(
        "content_per_order_unit",
        "packaging",
        """conditionnement|cond.|cond|condt|condit.|condi.|colisage|collisage|uvc|uvc par carton|nb uvc|contenance|contenu
        |quantité par carton|qté par carton|qté/carton|qte carton|nombre par carton|nb par carton|qté par colis|qté/colis
        |nb/colis|nb colis|nb/carton|nbre par carton|nbre/colis|unités/carton|pièces par carton|unités par carton|quantité par unité de vente|qté par uv|qte par conditionnement|pcb|pack
        |conditionnement carton|conditionnement de vente|conditionnement (uv)|packaging|emballage|volume|quantité par lot
        |packing|packing quantity|pack size|pack qty|pack quantity|quantity per pack|content|contents|units per pack
        |qty per carton|units per carton|case size|no cu per ou
        |verp.menge|verpackungsmenge|verpackungseinheit|inhalt|gebindegröße|packungsinhalt""",
    ),
    _field(
        "price_basis",
        "quantity",
        "preis-menge|preismenge|preiseinheit|base de prix|base prix|quantité de base|price basis|price quantity|price per|prix par",
    ),
    _field(
        "min_order_quantity",
        "quantity",
        """quantité minimum|quantité minimale|qté mini|qté min|qte mini|qte min|mini de commande|minimum de commande
        |qté min. de commande|quantité minimum de commande|quantité minimale de commande|qté minimum|min. commande|mini cde
        |à partir de|quantité à partir de|seuil|seuil quantité|palier|tranche|mini|quantity min|lower bound
        |minimum order quantity|moq|min qty|minimum quantity|min order qty|min order|minimum order
        |mindestbestellmenge|mindest.best.|mindestmenge|mindestabnahme|mengenstaffel|staffelmenge""",
    ),
    _field(
        "order_multiple",
        "quantity",
        """multiple|multiple de commande|multiple de vente|commande par|vendu par|par combien|quantity interval
        |order multiple|sold in multiples of|multiples
        |bestellschritt|bestellintervall|mengenintervall""",
    ),
    _field(
        "valid_from",
        "date",
        """date début|date de début|début|début de validité|date début validité|date de début de validité|valable à partir du
        |date d'effet|date effet|date d'application|date application|applicable au|à compter du|date début prix|du
        |valide du|valable du|valable à compter du|valable dès le|validité du|début validité|prix valable du|valid from|start date|from|effective date|from date|valid from date|effective from
        |gültig ab|gültig von|preis gültig ab""",
    ),
    _field(
        "valid_to",
        "date",
        """date fin|date de fin|fin|fin de validité|date fin validité|date de fin de validité|valable jusqu'au|jusqu'au
        |date fin prix|au|valide jusqu'au|date limite|date d'expiration du prix|valable au|validité au|fin validité|date de fin de validité|date fin de validité
        |prix valable jusqu'au
        |valid to|valid until|end date|to|to date|valid to date|until|expires
        |gültig bis|preis gültig bis""",
    ),
    _field(
        "validity",
        "date",
        """validité|période|période de validité|validité du prix|validité des prix|validité prix|validité tarif|validité du tarif
        |durée de validité|dates de validité|date de validité|validity|validity period|price validity|gültigkeit""",
    ),
    _field(
        "family",
        "text",
        """famille|rayon|rubrique|catégorie|sous-famille|sous famille|famille produit|famille de produits|famille produits
        |famille d'achat|groupe|groupe de produits|groupe produit|univers|segment|type de produit|gamme|nature|chapitre
        |family|category|product family|product category|product group|department|section|commodity
        |produktgruppe|warengruppe|kategorie|artikelgruppe""",
    ),
    _field(
        "classifications",
        "classification",
        """cpv|code cpv|nomenclature|code nomenclature|nomenclature achat|unspsc|code unspsc|eclass|e-class|eclass id|etim
        |code etim|classe etim|nacres|code nacres|gpc|brique gpc|classification|cpv code|unspsc code|etim class
        |code douanier|nomenclature douanière""",
        several=True,
    ),
    _field(
        "image_url",
        "text",
        """image|photo|url image|lien image|url photo|visuel|lien photo|image url|picture|image link|picture url|photo url
        |mime source
        |bild|bild-url|bildlink""",
    ),
    _field(
        "eco_contribution",
        "money",
        """éco-participation|éco participation|ecoparticipation|éco-contribution|éco contribution|deee|d3e|eco taxe|écotaxe
        |éco-taxe|montant deee|montant éco-participation|éco-part.|eco part|éco-participation ht|éco-contribution ht|dont deee
        |éco-mobilier|rep|dont éco-part.|dont éco-part. ht|éco-part. ht|dont éco-participation|dont éco-participation ht
        |dont éco-contribution|dont éco-contribution ht|montant éco-contribution|contribution rep|eco contribution|eco fee|weee|weee fee|environmental fee""",
    ),
    _field(
        "lead_time_days",
        "days",
        """délai|délai de livraison|délai livraison|délai (jours)|délai en jours|délai de livraison (jours)|délai livr.
        |jours de livraison|délai d'approvisionnement|lead time|delivery time|delivery days|lead time days|delivery delay
        |lieferzeit|lieferzeit (tage)|lieferfrist""",
    ),
    _field(
        "dilution",
        "dilution",
        """dilution|dilution %|% dilution|taux de dilution|taux dilution|dilution d'emploi|dilution d'utilisation|dilution conseillée
        |dilution recommandée|dilution préconisée|dosage d'emploi|concentration d'emploi|concentration d'utilisation
        |dilution rate|dilution ratio|recommended dilution|use dilution
        |verdünnung|verdünnung %|verdünnungsverhältnis|anwendungskonzentration""",
    ),
    _field(
        "yield_pages",
        "pages",
        """rendement pages|rendement en pages|rendement (pages)|rendement nombre de pages|nombre de pages imprimées|nb pages imprimées
        |pages imprimées|autonomie pages|autonomie (pages)|autonomie en pages|capacité pages|capacité en pages|capacité (pages)
        |capacité d'impression|rendement cartouche|rendement iso|rendement iso (pages)
        |page yield|yield pages|yield (pages)|page capacity|print yield|pages per cartridge
        |seitenleistung|reichweite seiten|reichweite (seiten)|druckreichweite|seitenreichweite""",
    ),
    _field("lot", "text", "lot|n° lot|n° de lot|numéro de lot|lot n°|lot marché|lot accord-cadre|lot number|lot no"),
    _field("product_type", "text", "type|type article|type d'article|type produit|article type|product type|item type"),
    _field(
        "active_status",
        "text",
        """statut article|statut produit|actif|article actif|cycle de vie|état article|disponibilité|statut commercial
        |active|product status|article status|item status|availability|lifecycle""",
    ),
    _field(
        "replaced_by",
        "reference",
        """remplacé par|remplacée par|remplace par|référence de remplacement|réf. de remplacement|réf remplacement|référence remplacement|réf. remplaçante|article remplaçant|article de remplacement
        |nouvelle référence|code remplacement|successeur|replaced by|replacement|successor|superseded by|substitute""",
    ),
    _field("allergens", "texts", "allergènes|allergène|liste des allergènes|allergens|allergen", several=True),
    _field(
        "origin",
        "text",
        """origine|pays d'origine|pays de fabrication|pays origine|provenance|fabriqué en|lieu de fabrication
        |origin|country of origin|made in|country|manufacturing country
        |herkunftsland|ursprungsland|herkunft""",
    ),
    _field(
        "hazard_codes",
        "hazard",
        """mentions de danger|mention de danger|phrases h|phrase h|codes h|code h|phrases de risque|mentions h|danger|dangers
        |clp|classification clp|étiquetage clp|pictogrammes|pictogramme|pictogrammes clp|pictogrammes de danger|sgh|ghs
        |mentions de danger clp|phrases h/euh|h/euh|hazard statements|hazard codes|hazard statement|h statements|h phrases
        |hazards|ghs codes|h codes""",
        several=True,
    ),
    _field(
        "documents",
        "texts",
        """fds|fiche de données de sécurité|fiche données sécurité|fiche technique|ft|lien fds|lien fiche technique|document
        |documents|documentation|notice|url fds|url fiche technique|certificat|attestation|lien certificat|lien fiche
        |sds|safety data sheet|data sheet|datasheet|technical sheet|certificate|product sheet""",
        several=True,
    ),
    _field(
        "label",
        "claim",
        """label|labels|label env.|label environnemental|labels environnementaux|label écologique|certification
        |certifications|n° licence|n° de licence|numéro de licence|licence|no licence|licence écolabel|n° écolabel
        |numéro écolabel|n° licence écolabel|n° de licence écolabel|labels et certifications|labels / certifications
        |certifications environnementales|label / certification|norme|normes|normes et labels|labellisation|signe de qualité
        |caractéristique environnementale|caractéristiques environnementales|environnement|développement durable|n° certificat
        |license|licence number|license number|eco label number|environmental label|ecolabels|standards""",
        several=True,
    ),
    _field(
        "claim:ecolabelled",
        "claim",
        """écolabel|éco-label|écolabellisé|éco-labellisé|écolabel européen|produit écolabellisé|écolabels|éco label
        |ecolabel européen (o/n)|produits écolabellisés|eco label|ecolabelled|eu ecolabel|ecolabeled""",
        several=True,
    ),
    _field(
        "claim:remanufactured",
        "claim",
        """remanufacturé|remanufacturée|reman|remanufacturé (o/n)|cartouche remanufacturée|refabriqué|produit remanufacturé
        |remanufactured|remanufacture""",
        several=True,
    ),
    _field("claim:reconditioned", "claim", "reconditionné|reconditionnée|refurbished|reconditioned", several=True),
    _field(
        "claim:recycled_content",
        "claim",
        "recyclé|% recyclé|taux de recyclé|matière recyclée|contenu recyclé|recycled|recycled content|% recycled",
        several=True,
    ),
    _field("claim:reused", "claim", "réemploi|issu du réemploi|réutilisé|reused|second hand", several=True),
    _field("claim:refillable", "claim", "rechargeable|refillable", several=True),
    _field(
        "claim:early_childhood",
        "claim",
        """petite enfance|crèche|crèches|adapté petite enfance|adapté crèche|compatible petite enfance|gamme petite enfance
        |utilisable en crèche|early childhood|nursery|childcare""",
        several=True,
    ),
)
