"""The day of revision among the other days of a sheet."""

from __future__ import annotations

import datetime as dt

import pytest

from imports.documents.days import revised


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["Date de révision : 12/03/2024"], "2024-03-12"),
        (["Date d’émission : 01/02/2020 Date de révision : 12.03.2024"], "2024-03-12"),
        (["Révision : N°4 (11/03/2024)", "Date : 12/03/2024"], "2024-03-11"),
        (["Date of issue/Date of revision: 21.04.2022 Date of previous issue: 00.00.0000"], "2022-04-21"),
        (["Issue Date: March 12, 2024 Supersedes Date: January 1, 2023"], "2024-03-12"),
        (["Überarbeitet am: 3. Mai 2021", "Druckdatum 04.06.2022", "Ersetzt Version vom 01.01.2019"], "2021-05-03"),
        (["Date de révision", "5 juillet 2023"], "2023-07-05"),
        (["Version 2.1", "Date d’impression 04/27/2025", "Date de révision 10/01/2023"], "2023-10-01"),
        (["Date d’impression 27/04/2025"], None),
        (["Remplace la version du 01/02/2020"], None),
        (["Revision: 2017-09-07 Version: 04.2"], "2017-09-07"),
        (["Date de révision : 31/02/2024"], None),
        (["Date de révision : 12/03/24"], "2024-03-12"),
        (["Directive du 12/03/1979"], None),
        (["1er mars 2022, mise à jour"], None),
        (["Mise à jour le 1er mars 2022"], "2022-03-01"),
        (["Stand: 05.11.2019"], "2019-11-05"),
        (["D a t e d e r é v i s i o n : 0 4 / 0 5 / 2 0 2 5"], "2025-05-04"),
        (["Date of Issue: January 2014"], "2014-01-01"),
        (["Issue Date: Agosto 8, 2018"], "2018-08-08"),
        (["Issue Date: Section 2014"], None),
        (["Revision Date: 14/October/2014"], "2014-10-14"),
        (["DATE:  8-May-12"], "2012-05-08"),
        (["Version 2  Date of issue  2016 June 10  Format Japan"], "2016-06-10"),
        (["Reviewed on 07.08.2021", "Printing date 09.08.2021"], "2021-08-07"),
        (["Printing date 08/02/2021 Reviewed on 07/08/2021"], "2021-07-08"),
        (["Revision date: 03/04/2021", "complies with 29 CFR 1910.1200"], "2021-03-04"),
        (["Revision date: 03/04/2021", "29 CFR 1910.1200", "Regulation (EC) No 1907/2006"], "2021-04-03"),
        (["Revision date: 03/04/2021"], "2021-04-03"),
        (["Revision date: 04/10/2017", "Previous issue 02/16/2017", "section 18-2.19 of the waste code"], "2017-04-10"),
        (["Überarbeitet am: 09.11.2016", "Lot 03/22/11"], "2016-11-09"),
        (["Date of Last Revision: July 1, 2018", "Date of Current Revision: March 18, 2024"], "2024-03-18"),
        (["Revision date: 12/03/2021", "Next revision: 12/03/2024"], "2021-03-12"),
        ([], None),
    ],
)
def test_the_day_of_revision(lines: list[str], day: str | None) -> None:
    assert revised(lines) == (dt.date.fromisoformat(day) if day else None)
