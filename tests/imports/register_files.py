"""Rows of a register's file counted apart from its reader, and exports as issuers make them."""

from __future__ import annotations

from pathlib import Path

HEADER = "Category,Product,Label;"
BROKEN = "\n".join(
    (
        HEADER,
        '"Floor care,""Nettoyant Ondine, bidon 5 L"",Nordic Swan";',
        "Floor care,Ondine Sols 1 L,Nordic Swan;",
        '"Shredders,""VORAX 2245, 2245 CC"";"" ROTO 1126 S, 1126 C"",Blue Angel"'.replace('"";""', '";"'),
        "Scales, kitchen,Pesalis Solaire,Blue Angel;",
        "Water Boilers, Electric Kettles,Bouillis K5,Blue Angel;",
        'COMPUTERS & DISPLAYS,"Calculon, S.A. ALDA CE",EPEAT',
        'COMPUTERS & DISPLAYS,"Calculon Note 12""",EPEAT',
        '"SOLAR MODULES\nAND INVERTERS","Helion, Inc. Series 6",EPEAT',
        "IMAGING EQUIPMENT,Imprimax IM 2500; IM 2500A,EPEAT",
        "IMAGING EQUIPMENT,Imprimax IM 2500; IM 2500A,EPEAT",
        "IMAGING EQUIPMENT,Imprimax,IM 3500,EPEAT",
        "",
        'IMAGING EQUIPMENT,"Imprimax IM 4000,EPEAT',
        "SERVERS,Calculon R250,EPEAT",
        "SERVERS,Calculon R260,",
        "SERVERS,Calculon R270,Eco Hero",
    )
)


def counted(path: Path, encoding: str = "utf-8") -> int:
    """The rows below the first line of a plain file: lines that hold anything, less those inside an open quotation.

    A line that ends inside a quotation is followed by another part of its row, unless what follows is a whole row of
    its own. Shares nothing with the reader: it looks at quotation marks alone.
    """
    lines = path.read_text(encoding).split("\n")[1:]
    rows, place = 0, 0
    while place < len(lines):
        line = lines[place]
        place += 1
        if not line.strip(" ;,\t\r"):
            continue
        rows += 1
        if line.count('"') % 2:
            ahead = next((at for at in range(place, min(place + 20, len(lines))) if lines[at].count('"') % 2), None)
            whole = ahead is not None and all(not lines[at].count(",") for at in range(place, ahead))
            place = ahead + 1 if ahead is not None and whole else place
    return rows
