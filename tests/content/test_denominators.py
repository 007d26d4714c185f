"""How many companies a share of coverage is of: read as it was written, or refused with its line and its code."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostic.content.denominators import COUNTED_BY, FORMAT, read_denominators
from diagnostic.core.errors import UserError
from diagnostic.core.model.catalogue import Content
from diagnostic.core.model.released import Eligible

HEAD = "axis;code;label;eligible;source;date\n"
GOOD = "region;32;Hauts-de-France;2410;Insee, Sirene;2026-06-30\n"


def refused(text: str, content: Content) -> str:
    with pytest.raises(UserError) as error:
        read_denominators(text, content.observatory, "eligible.csv")
    return str(error.value)


def test_a_file_is_read_with_its_source_and_date(content: Content) -> None:
    rows = (
        "region;11;;28 400;Insee, Sirene;2026-06-30;https://www.insee.fr/fr/statistiques\r\n"
        "region;32;Hauts de France;2410;Insee, Sirene;2026-06-30;https://www.insee.fr/fr/statistiques\r\n"
        "zone;0051;alençon;1\u202f200;Insee, Sirene;2026-06-30;https://www.insee.fr/fr/statistiques\r\n"
        "size;10-19;;900;Insee, Sirene;2026-06-30;https://www.insee.fr/fr/statistiques\r\n;;;;;;\r\n"
    )
    found = read_denominators(f"\ufeff{FORMAT}\r\n{rows}", content.observatory, "eligible.csv")
    assert found.rows == (
        Eligible("region", "11", 28_400),
        Eligible("region", "32", 2410),
        Eligible("zone", "0051", 1200),
        Eligible("size", "10-19", 900),
    )
    source = found.source
    assert (source.title.fr, source.checked_on, source.url) == (
        "Insee, Sirene",
        date(2026, 6, 30),
        "https://www.insee.fr/fr/statistiques",
    )


@given(st.data())
def test_every_category_can_be_counted(content: Content, data: st.DataObject) -> None:
    axis = content.observatory.axis(data.draw(st.sampled_from(COUNTED_BY)))
    chosen = data.draw(st.lists(st.sampled_from(axis.categories), min_size=1, unique_by=lambda one: one.code))
    counts = [data.draw(st.integers(1, 10**6)) for _ in chosen]
    lines = [
        f'{axis.id};{one.code};"{one.label.fr}";{count};Insee;2026-06-30\n'
        for one, count in zip(chosen, counts, strict=True)
    ]
    found = read_denominators(HEAD + "".join(lines), content.observatory, "eligible.csv")
    assert [found.of(axis.id, one.code) for one in chosen] == counts


@pytest.mark.parametrize("separator", [",", "\t"])
def test_spreadsheets_separate_as_they_like(separator: str, content: Content) -> None:
    text = (HEAD + "region;32;;2410;Insee;2026-06-30\n").replace(";", separator)
    assert read_denominators(text, content.observatory, "eligible.csv").of("region", "32") == 2410


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("region;99;;10;Insee;2026-06-30", ["ligne 3", "code inconnu « 99 » sur l’axe region", "permis", "94"]),
        ("region;1;;10;Insee;2026-06-30", ["ligne 3", "« 1 »", "01, Guadeloupe"]),
        ("department;100;;10;Insee;2026-06-30", ["ligne 3", "code inconnu « 100 »", "proche"]),
        ("grouped;food;Métallurgie;10;Insee;2026-06-30", ["ligne 3", "« Métallurgie » n’est pas le nom du code food"]),
        ("zone;2101;Dijon;10;Insee;2026-06-30", ["ligne 3", "code inconnu « 2101 » sur l’axe zone", "2711, Dijon"]),
        ("zone;2701;Chalon;10;Insee;2026-06-30", ["ligne 3", "« Chalon » n’est pas le nom du code 2701", "2020"]),
        ("zone;0051;;10;Insee;2026-06-30", ["ligne 3", "zone d’emploi 0051 est sans nom", "label"]),
        ("regoin;32;;10;Insee;2026-06-30", ["ligne 3", "axe inconnu « regoin »", "region"]),
        ("quarter;2026-T4;;10;Insee;2026-06-30", ["ligne 3", "axe inconnu « quarter »"]),
        ("country;FR;;10;Insee;2026-06-30", ["ligne 3", "axe inconnu « country »", "region"]),
        ("region;32;;20;Insee, Sirene;2026-06-30", ["ligne 3", "« region 32 » est déjà"]),
        ("region;11;;-4;Insee, Sirene;2026-06-30", ["ligne 3", "« -4 » n’est pas un nombre", "(11)", "au moins 1"]),
        ("region;11;;0;Insee, Sirene;2026-06-30", ["ligne 3", "« 0 » n’est pas un nombre"]),
        ("region;11;;12,5;Insee, Sirene;2026-06-30", ["ligne 3", "« 12,5 » n’est pas un nombre"]),
        ("region;11;;;Insee, Sirene;2026-06-30", ["ligne 3", "«  » n’est pas un nombre"]),
        ("region;11;;10;;2026-06-30", ["ligne 3", "source manquante"]),
        ("region;11;;10;Insee, Sirene;", ["ligne 3", "«  » n’est pas une date", "AAAA-MM-JJ"]),
        ("region;11;;10;Insee, Sirene;30/06/2026", ["ligne 3", "« 30/06/2026 » n’est pas une date"]),
        ("region;11;;10;Insee, Sirene;2026-13-01", ["ligne 3", "« 2026-13-01 » n’est pas une date"]),
        ("region;11;;10;Insee, Sirene;2025-06-30", ["ligne 3", "une autre date"]),
        ("region;11;;10;Insee, Sirene", ["ligne 3", "5 valeurs pour 6 colonnes"]),
        ('region;11;"Île;10;Insee, Sirene;2026-06-30', ["ligne 3", "guillemet"]),
    ],
)
def test_a_bad_line_is_named_with_what_is_allowed(line: str, expected: list[str], content: Content) -> None:
    told = refused(f"{HEAD}{GOOD}{line}\n", content)
    assert [word for word in ["eligible.csv", *expected] if word not in told] == [], told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["ligne 1", "« axis » absente"]),
        (HEAD, ["aucune ligne", FORMAT]),
        ("axis;code;eligible;date\n", ["« source » absente", FORMAT]),
        (HEAD.replace("label", "nom"), ["colonne inconnue « nom »", FORMAT]),
        (HEAD.replace("label", "code"), ["« code » présente deux fois"]),
        (HEAD + "\n" * 6000 + GOOD, ["fichier trop long"]),
        (
            HEAD.replace("date", "date;url") + "region;11;;10;Insee;2026-06-30;http://x",
            ["n’est pas une adresse", "https://"],
        ),
    ],
)
def test_a_bad_file_is_refused_as_a_whole(text: str, expected: list[str], content: Content) -> None:
    told = refused(text, content)
    assert [word for word in expected if word not in told] == [], told


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.booleans())
def test_whatever_is_typed_is_read_or_refused(content: Content, text: str, headed: bool) -> None:
    try:
        read_denominators(HEAD + text if headed else text, content.observatory, "eligible.csv")
    except UserError as error:
        assert re.match(r"eligible\.csv", error.field or "")
