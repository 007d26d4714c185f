"""The list given beside a folder of assessments: what it says, or the line and what is allowed there."""

import pytest

from diagnostic.content.company_list import Listed, read_company_list
from diagnostic.core.errors import UserError
from diagnostic.core.model.granted import Status

FORGE, ATELIER = "73282932000074", "55208131766522"


def test_what_is_not_said_is_left_open() -> None:
    text = (
        f"siret;holding;legal_form;adviser;consent;status\n{FORGE};552081317;5710;ana;non;committed\n\n{ATELIER};;;;;\n"
    )
    assert read_company_list(text, "companies.csv") == {
        FORGE: Listed("552081317", "5710", "ana", False, Status.COMMITTED),
        ATELIER: Listed(),
    }
    assert read_company_list("siret\n732 829 320 00074\n", "companies.csv") == {FORGE: Listed()}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "companies.csv: fichier vide"),
        ("siret;turnover\n", "ligne 1: colonne « turnover » inconnue"),
        ("consent\noui\n", "ligne 1: il faut une colonne siret"),
        ("siret\n73282932000075\n", "ligne 2, siret: ce SIRET ne tombe pas juste"),
        (f"siret;consent\n{FORGE}\n", "ligne 2: 1 valeur pour 2 colonnes"),
        (f"siret;consent\n{FORGE};peut-être\n", "ligne 2, consent: accord refusé (oui ou non"),
        (f"siret;status\n{FORGE};done\n", "ligne 2, status: avancement inconnu (permis : met"),
        (f"siret;legal_form\n{FORGE};SAS\n", "ligne 2, legal_form: forme juridique refusée"),
        (f"siret;holding\n{FORGE};123456789\n", "ligne 2, holding: ce SIREN ne tombe pas juste"),
        (f"siret\n{FORGE}\n{FORGE}\n", "ligne 3, siret: ce SIRET est présent deux fois"),
        (f'siret;adviser\n{FORGE};"ana\n', "un guillemet n’est pas refermé"),
    ],
)
def test_a_mistake_names_its_line_and_what_is_allowed(text: str, told: str) -> None:
    with pytest.raises(UserError) as caught:
        read_company_list(text, "companies.csv")
    assert told in str(caught.value)
