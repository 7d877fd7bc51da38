"""What the name of a product says, as far as it tells one product from another: words, codes, sizes, colours. Pure.

Register and catalogue write differently ("HL 3170CDW", "HL-3170CDW"; "0,75 L", "750 ml"): both come out alike here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from anyascii import anyascii

LEGAL = frozenset(
    "sa sas sasu sarl eurl snc scop gmbh mbh ag kg ohg kgaa co inc incorporated ltd limited llc corp corporation company "
    "group groupe gruppe holding spa srl bv nv oy oyj ab aktiebolag as asa aps plc sl slu sp zoo the et and und ets "
    "etablissements societe france europe international deutschland usa de".split()
)
"""Parts of a company's name that say nothing of which company it is."""
TRADES = frozenset(
    "papeterie papier laboratoire savonnerie chimie chemie chemical peinture computer electronic electronics technologie "
    "technologies technology tecnologia telecommunication solution system systeme produit product industrie industries".split()
)
"""What many companies are called after: a sign of none of them."""
EMPTY = LEGAL | frozenset(
    "a au aux avec ce d dans de del der des die das du el en et for fur il in l la le les mit of ou par per pour sans sur the "
    "to und un une von with x n no ref bidon flacon carton lot boite sachet paquet pack bouteille unite piece seau fut "
    "jerrican pulverisateur spray pot tube rouleau colis palette serie series model modele type typ".split()
)
"""Small words and packings: they tell no product from another."""
VARIANTS = frozenset(
    "pro plus max mini xl lite light ultra neo air premium sensitive concentre concentrate se duo gen sport classic "
    "intense extra junior senior wireless".split()
)
"""Words that make another product of a product."""
COLOURS = {
    word: colour
    for colour, words in {
        "black": "noir noire black schwarz nero svart", "cyan": "cyan", "magenta": "magenta",
        "yellow": "jaune yellow gelb gul", "blue": "bleu bleue blue blau bla", "red": "rouge red rot rod",
        "green": "vert verte green grun gron", "white": "blanc blanche white weiss vit",
    }.items()
    for word in words.split()
}  # fmt: skip
SAME = {
    "ecran": "monitor", "moniteur": "monitor", "display": "monitor", "bildschirm": "monitor", "clavier": "keyboard",
    "tastatur": "keyboard", "portable": "laptop", "notebook": "laptop", "ordinateur": "computer", "imprimante": "printer",
    "drucker": "printer", "copieur": "copier", "multifonction": "multifunction", "telephone": "phone",
    "smartphone": "phone", "serveur": "server", "destructeur": "shredder", "pile": "battery", "batterie": "battery", "batterien": "battery", "accu": "battery",
    "tactile": "touch", "televiseur": "television", "tv": "television", "poste": "phone", "calculatrice": "calculator",
    "solarrechner": "calculator", "taschenrechner": "calculator", "tablette": "tablet", "mfp": "multifunction",
}  # fmt: skip
"""Words of a thing's kind in one language for all."""
DESCRIPTIONS = frozenset(SAME.values()) | frozenset(
    "pc energy star desktop workstation allinone minipc document bureau travail laser couleur color colour monochrome "
    "led lcd fhd qhd uhd hd ip voip sip silver gris tower microtower recto verso filaire coupe".split()
)
"""What a thing is rather than which: its absence speaks against nothing where a code agrees."""
KINDS = frozenset(
    "rincage lave desinfectant detartrant lingette tablet pastille poudre shampoing deboucheur nettoyeur".split()
)
"""What makes another kind of thing of a product, where its entry does not say so."""
ACCESSORIES = frozenset(
    "toner cartouche cartridge encre ink tambour drum developpeur housse sacoche etui coque case cable chargeur souris "
    "adaptateur adapter batterie battery support accueil dock consommable keyboard stylet casque film filtre filter kit compatible piece telecommande ruban "
    "bac module fuser four garantie extension contrat maintenance logiciel socle bras pied alimentation distributeur "
    "dispenser recharge refill lampe lamp sac courroie".split()
)
"""What is sold for a device and is not the device."""
_TECHNICAL = re.compile(
    r"^(?:i[3579](?:\d{4,5}[a-z]{0,2})?|ddr\d|usb\w*|rj\d+|wifi\d*|a[3456]|hdmi\d*|win\d+|ip\d\d|\d{1,2}(?:e|eme|st|nd|rd|th)|\d+(?:en|in)\d+|"
    r"\d+(?:lavages?|doses?|plis?|feuilles?|formats?|touches?|pages?|ports?|coeurs?|bits?|ans?|mois))$"
)
"""Tokens with a digit that describe and are no code."""
_ABBREVIATIONS = frozenset(
    "LED USB WIFI SSD HDD HD FHD UHD PC LCD DECT VOIP IP RJ GB TB GO TO RAM PET CE EU FR UK".split()
)
_SCALE: Mapping[str, tuple[str, Decimal | int]] = {
    "l": ("volume", 1000), "litre": ("volume", 1000), "litres": ("volume", 1000), "dl": ("volume", 100),
    "cl": ("volume", 10), "ml": ("volume", 1), "kg": ("mass", 1000), "g": ("mass", 1), "gr": ("mass", 1),
    "mg": ("mass", Decimal("0.001")), "mah": ("charge", 1), "ah": ("charge", 1000), "go": ("memory", 1), "gb": ("memory", 1),
    "to": ("memory", 1000), "tb": ("memory", 1000), "pouces": ("inch", 1), "pouce": ("inch", 1), "inch": ("inch", 1),
    "inches": ("inch", 1), "zoll": ("inch", 1), "w": ("power", 1), "watts": ("power", 1), "ghz": ("clock", 1),
    "ppm": ("pace", 1), "v": ("voltage", 1), "dpi": ("dots", 1), "m": ("length", 1000), "cm": ("length", 10), "mm": ("length", 1),
}  # fmt: skip
_SIZE = re.compile(
    rf"(?<![\w.,-])(\d{{1,6}}(?:[.,]\d{{1,3}})?)[\s-]?({'|'.join(sorted(_SCALE, key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)
_COUNTED = (
    "lavages? doses? plis? feuilles? formats? touches? pages? ports? rouleaux? lignes? pieces? unites? sachets? pastilles? "
    "tablettes? lingettes? capsules? bobines? litres?"
)
_COUNT = re.compile(rf"(?<![\w-])(\d{{1,5}})\s?({_COUNTED.replace(' ', '|')})(?!\w)", re.IGNORECASE)
_PACKED = re.compile(
    r"(?<!\w)(?:(?:colis|lot|blister|paquet|bo[iî]te|carton|pack|sachet|par|palette)\s+(?:de\s+)?\d{1,5}|(?-i:x)\s?\d{1,3})(?!\w)",
    re.IGNORECASE,
)
_FORMAT = re.compile(r"(?<![\w-])A([2-6])(?![\w-])")
_NETWORK = re.compile(r"(?<!\w)([345])G(?!\w)")
_PHRASES = (
    (re.compile(r"\ball[ -]in[ -]one\b|\btout[ -]en[ -]un\b", re.IGNORECASE), "allinone"),
    (re.compile(r"\bmini[ -]pc\b", re.IGNORECASE), "minipc"),
)
_INCHES = re.compile(r"(?<![\w.,-])(\d{1,3}(?:[.,]\d{1,2})?)(?:\s?(?:\"|''|”|″)|in(?!\w))")
_TOKEN = re.compile(r"[0-9A-Za-z]+(?:[-.+][0-9A-Za-z]+)*")
_HIDDEN = re.compile("[\u00ae\u2122\u00a9\u200b-\u200d\u00ad\ufeff]")
_PARTS = re.compile(r"[;,、()\[\]：:|&]+|\s/\s|\s(?:und|and|et)\s")
MOST_PARTS = 40
LONGEST_CODE = 3
"""Tokens that may make one code together."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a name says. words: without codes and sizes. codes: tokens with a digit; grams: neighbours joined to one code.

    sizes: (kind, amount in its smallest unit). order: the words in the order they are said.
    """

    words: frozenset[str]
    codes: frozenset[str]
    grams: frozenset[str]
    sizes: frozenset[tuple[str, Decimal]]
    colours: frozenset[str]
    order: tuple[str, ...]

    @property
    def first(self) -> str | None:
        """The first word, often the brand."""
        return self.order[0] if self.order else None

    @property
    def variants(self) -> frozenset[str]:
        """The words that make another product of it."""
        return self.words & VARIANTS


@lru_cache(maxsize=50_000)
def said(text: str) -> Said:
    """What a text says."""
    plain, sizes = _sizes(_HIDDEN.sub(" ", text))
    tokens = [token for found in _TOKEN.findall(anyascii(plain)) for token in _whole(found)]
    folded = _coded(tokens)
    codes = frozenset(token for token in folded if _is_code(token))
    words = [_kind(_singular(token)) for token in folded if token.isalpha() and token not in EMPTY]
    telling = frozenset(word for word in words if word not in COLOURS)
    colours = frozenset(COLOURS[word] for word in folded if word in COLOURS)
    return Said(telling, codes, frozenset(_grams(folded)), sizes, colours, tuple(words))


def alternatives(name: str, models: str | None) -> list[Said]:
    """What an entry may be called: its name; each of several models in it, behind the words before the first; each model.

    "IDEAL 2245, 2245 CC" is "IDEAL 2245" and "IDEAL 2245 CC".
    """
    parts = [part.strip() for part in _PARTS.split(name) if part.strip()][:MOST_PARTS]
    found = [name] if sum(bool(said(part).codes) for part in parts) < 2 else _behind(parts)
    brand = said(name).first or ""
    for model in (models or "").split(";"):
        text = model.strip()
        if text and said(text).codes:
            found.append(text if brand in said(text).words else f"{brand} {text}")
    return list(dict.fromkeys(said(text) for text in found if said(text).words or said(text).codes))


def company_words(text: str | None) -> frozenset[str]:
    """What a company is called, without its legal form."""
    tokens = [token.casefold() for token in re.findall(r"[0-9A-Za-z]+", anyascii(re.sub(r"\.(?=\w)", "", text or "")))]
    words = {_singular(token) for token in tokens if token not in LEGAL and len(token) > 1}
    return frozenset(words - TRADES) or frozenset(words)


def _behind(parts: Iterable[str]) -> list[str]:
    """Each part with a code, behind the words before the first code where it has none of its own."""
    found: list[str] = []
    head = ""
    for part in parts:
        if not said(part).codes:
            continue
        own = re.match(r"[^\d]*", part)
        words = " ".join(word for word in (own.group() if own else "").split() if word.isalpha() and len(word) > 2)
        again = bool(words) and set(words.casefold().split()) <= set(head.casefold().split())
        found.append(f"{head.split()[0]} {part}" if again else part if words else f"{head} {part}")
        head = words if words and not again else head
    return found


def _sizes(text: str) -> tuple[str, frozenset[tuple[str, Decimal]]]:
    """The text without its sizes, counts and formats, and these. A pack's number of pieces is left out."""
    found: set[tuple[str, Decimal]] = set()

    def taken(kind: str | None, factor: Decimal | int = 1) -> Callable[[re.Match[str]], str]:
        def out(match: re.Match[str]) -> str:
            named, by = _SCALE[match[2].lower()] if kind is None else (kind, factor)
            found.add((named or match[2].lower().rstrip("s"), Decimal(match[1].replace(",", ".")) * by))
            return " "

        return out

    for phrase, word in _PHRASES:
        text = phrase.sub(word, text)
    text = _NETWORK.sub(r" mobile\1g ", _PACKED.sub(" ", text))
    text = _COUNT.sub(taken(""), _FORMAT.sub(taken("format"), text))
    return _SIZE.sub(taken(None), _INCHES.sub(taken("inch"), text)), frozenset(found)


def _whole(token: str) -> list[str]:
    """A token with a hyphen is one code where it holds a digit, else its words."""
    return [re.sub(r"[-.+]", "", token)] if any(map(str.isdigit, token)) else re.split(r"[-.+]", token)


def _coded(tokens: list[str]) -> list[str]:
    """The tokens in small letters; capitals right behind a code belong to it: "2245 CC" is another device than "2245"."""
    made: list[str] = []
    for token in tokens:
        tail = token.isupper() and token.isalpha() and len(token) <= LONGEST_CODE and token not in _ABBREVIATIONS
        if tail and made and _is_code(made[-1]):
            made[-1] += token.casefold()
        else:
            made.append(token.casefold())
    return made


def _is_code(token: str) -> bool:
    return any(map(str.isdigit, token)) and not _TECHNICAL.match(token)


def _grams(tokens: list[str]) -> Iterable[str]:
    for size in range(1, LONGEST_CODE + 1):
        for place in range(len(tokens) - size + 1):
            yield "".join(tokens[place : place + size])


def _kind(word: str) -> str:
    return SAME.get(word, word)


def _singular(word: str) -> str:
    plural = len(word) > 3 and word[-1] in "sx" and not word.endswith("ss") and word not in VARIANTS
    return word[:-1] if plural else word
