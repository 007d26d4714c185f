"""Which OPCO a company depends on: certain from its collective agreement, only probable from its activity."""

import re
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Literal

from diagnostic.core.errors import UserError
from diagnostic.core.language import _
from diagnostic.core.model.assessment import Company
from diagnostic.core.model.catalogue import NafShare, Opco, OpcoTables
from diagnostic.core.model.questionnaire import Text
from diagnostic.core.model.source import Source

CHECK_URL = "https://quel-est-mon-opco.francecompetences.fr/"
CERTAIN_SHARE = 0.99
ENOUGH = 10  # establishments, where no other table says the same
Z_95 = 1.96
SPACES = re.compile(r"\s+")
WHOLE_NAF = 5
NAF_SHAPE = re.compile(r"\d{2}(\.?\d(\d[A-Z]?)?)?")

ASK_PAYSLIP = Text(
    "Quel est le code IDCC de votre convention collective ? Il est sur le bulletin de paie.",
    "What is the IDCC code of your collective agreement? It is on the payslip.",
)
ASK_ESCAPE = Text(
    "Ce code veut dire « pas de convention ou convention non précisée » : à quel OPCO versez-vous votre contribution ?",
    "This code means “no agreement, or none stated”: which OPCO does your contribution go to?",
)
ASK_UNKNOWN_IDCC = Text(
    "Ce code IDCC n’est pas dans notre table : vérifiez-le sur le bulletin de paie, puis sur le site de contrôle.",
    "This IDCC code is not in our table: check it on the payslip, then on the checking site.",
)
ASK_SEVERAL = Text(
    "Les entreprises de cette convention ne relèvent pas toutes du même OPCO : à qui versez-vous votre contribution ?",
    "Not all companies under this agreement belong to the same OPCO: which one does your contribution go to?",
)
ASK_FEW = Text(
    "Très peu d’établissements déclarent cette convention : vérifiez le code sur le bulletin de paie, puis l’OPCO.",
    "Very few establishments state this agreement: check the code on the payslip, then the OPCO.",
)
ASK_SIRET = Text(
    "Le SIRET seul ne dit pas l’OPCO hors connexion : cherchez-le sur le site de contrôle, ou donnez le code IDCC.",
    "The SIRET alone does not tell the OPCO offline: look it up on the checking site, or give the IDCC code.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpcoAnswer:
    """`share` of the establishments of that activity found in that OPCO, `interval` its 95 %
    bounds, `count` how many were counted."""

    opco: Opco | None
    certain: bool
    basis: Literal["idcc", "naf", "siret"]
    share: float | None = None
    interval: tuple[float, float] | None = None
    count: int | None = None
    ask: Text | None = None
    source: Source


def resolve_opco(
    tables: OpcoTables, *, idcc: int | None = None, naf: str | None = None, siret: str | None = None
) -> OpcoAnswer:
    """The OPCO, the IDCC first, then the NAF code, then the SIRET (whose key the caller has checked).

    Raises UserError when none is given or when the NAF code has not the shape of one.
    """
    if idcc is not None:
        return _from_idcc(tables, idcc)
    if naf is not None:
        return _from_naf(tables, naf)
    if siret is not None:
        return OpcoAnswer(opco=None, certain=False, basis="siret", ask=ASK_SIRET, source=tables.agreements_source)
    raise UserError(_("il manque de quoi chercher l’OPCO"), hint=_("un code IDCC, un code NAF ou un SIRET"))


def opco_of_company(tables: OpcoTables, company: Company) -> OpcoAnswer:
    """The best answer that the company's card gives: its agreement, else its activity, else what to ask."""
    if company.idcc is not None:
        answer = _from_idcc(tables, company.idcc)
        if answer.opco or not company.naf:
            return answer
    if company.naf:
        return _from_naf(tables, company.naf)
    return OpcoAnswer(opco=None, certain=False, basis="idcc", ask=ASK_PAYSLIP, source=tables.agreements_source)


def _from_idcc(tables: OpcoTables, idcc: int) -> OpcoAnswer:
    agreement = tables.agreements.get(idcc)
    if idcc in tables.escape_codes or agreement is None:
        ask = ASK_ESCAPE if idcc in tables.escape_codes else ASK_UNKNOWN_IDCC
        return OpcoAnswer(opco=None, certain=False, basis="idcc", ask=ask, source=tables.agreements_source)
    enough = agreement.since_2019 or agreement.siret_count >= ENOUGH
    if enough and agreement.share >= CERTAIN_SHARE:
        opco = tables.opcos[agreement.opco]
        return OpcoAnswer(
            opco=opco,
            certain=True,
            basis="idcc",
            share=agreement.share,
            count=agreement.siret_count,
            source=tables.agreements_source,
        )
    return OpcoAnswer(
        opco=tables.opcos[agreement.opco],
        certain=False,
        basis="idcc",
        share=agreement.share,
        interval=wilson(agreement.in_opco, agreement.siret_count),
        count=agreement.siret_count,
        ask=ASK_SEVERAL if enough else ASK_FEW,
        source=tables.agreements_source,
    )


def wilson(found: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, 1927), rounded to two decimals as the activity table's."""
    share, spread = found / total, Z_95**2 / total
    middle = share + spread / 2
    margin = Z_95 * sqrt(share * (1 - share) / total + spread / (4 * total))
    low, high = ((middle + sign * margin) / (1 + spread) for sign in (-1, 1))
    return round(max(0.0, low), 2), round(min(1.0, high), 2)


def _from_naf(tables: OpcoTables, naf: str) -> OpcoAnswer:
    code = SPACES.sub("", naf).upper()
    if not NAF_SHAPE.fullmatch(code):
        raise UserError(_("« {code} » n’est pas un code NAF", code=naf), field="naf", hint=_("par exemple 25.62B"))
    _refuse_unknown(tables, code)
    row = _longest_match(tables, code.replace(".", ""))
    if row is None:
        return OpcoAnswer(opco=None, certain=False, basis="naf", ask=ASK_PAYSLIP, source=tables.naf_source)
    return OpcoAnswer(
        opco=tables.opcos[row.opco],
        certain=False,
        basis="naf",
        share=row.share,
        interval=(row.low, row.high),
        count=row.n,
        ask=ASK_PAYSLIP,
        source=tables.naf_source,
    )


def _refuse_unknown(tables: OpcoTables, code: str) -> None:
    """A whole code of a division whose codes are all known here has to be one of them."""
    digits = code.replace(".", "")
    known = [naf for naf in tables.naf_labels if naf[:2] == digits[:2]]
    if known and len(digits) == WHOLE_NAF and f"{digits[:2]}.{digits[2:]}" not in known:
        near = [naf for naf in known if naf.startswith(f"{digits[:2]}.{digits[2:4]}")] or known[:5]
        raise UserError(
            _("le code NAF {code} n’existe pas", code=code),
            field="naf",
            hint=_("par exemple {codes}", codes=", ".join(near)),
        )


def _longest_match(tables: OpcoTables, digits: str) -> NafShare | None:
    """None too where the closest row says that no suggestion may be made."""
    rows: dict[str, NafShare | None] = {naf.replace(".", ""): None for naf in tables.naf_without_suggestion}
    rows.update({row.naf.replace(".", ""): row for row in tables.naf_shares})
    for length in range(len(digits), 1, -1):
        if digits[:length] in rows:
            return rows[digits[:length]]
    return None


def opco_document(answer: OpcoAnswer, lang: str = "fr") -> dict[str, object]:
    """The OPCO document of CONTRACT."""
    day: date = answer.source.checked_on
    return {
        "opco": {"id": answer.opco.id, "name": answer.opco.name} if answer.opco else None,
        "certain": answer.certain,
        "basis": answer.basis,
        "share": answer.share,
        "interval": list(answer.interval) if answer.interval else None,
        "count": answer.count,
        "ask": answer.ask.read(lang) if answer.ask else None,
        "source": answer.source.title.read(lang),
        "home_url": answer.opco.home_url if answer.opco else None,
        "rules_url": answer.opco.rules_url if answer.opco else None,
        "date": day.isoformat(),
        "check_url": CHECK_URL,
    }
