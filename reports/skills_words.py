"""Sentences about skills that are missing: their level, who can do them alone, what the target asks."""

from diagnostic.core.language import _, plural
from diagnostic.core.model.skills_gap import SkillGap, SkillsGap
from reports import words
from reports.view_ways import level_name


def left_unanswered(number: int) -> str:
    told = plural(
        number,
        "{number} question reste sans réponse.",
        "{number} questions restent sans réponse.",
        number=words.numeral(number, feminine=True),
    )
    return words.capital(told)


def less_pressing(number: int) -> str:
    told = plural(
        number,
        "{number} autre, moins pressée, n’est pas située.",
        "{number} autres, moins pressées, ne sont pas situées.",
        number=words.numeral(number, feminine=True),
    )
    return words.capital(told)


def too_low(number: int, whole: int) -> str:
    """« pour quatre, » of several; nothing to tell apart of a single one."""
    if whole == 1:
        return _("aucune personne qui reste n’a le niveau demandé.")
    if number == whole:
        return _("pour toutes, aucune personne qui reste n’a le niveau demandé.")
    several = words.numeral(number, feminine=True)
    return _("pour {number}, aucune personne qui reste n’a le niveau demandé.", number=several)


def too_few(number: int, whole: int) -> str:
    if whole == 1:
        return _("trop peu de personnes savent faire seules, départs d’ici cinq ans déduits.")
    if number == whole:
        return _("pour toutes, trop peu de personnes savent faire seules, départs d’ici cinq ans déduits.")
    several = words.numeral(number, feminine=True)
    return _(
        "pour {number}, trop peu de personnes savent faire seules, départs d’ici cinq ans déduits.", number=several
    )


def short_beside(number: int, others: bool) -> str:
    """Skills that are short of people though the target asks for none."""
    several = words.numeral(number, feminine=True)
    if others:
        return plural(
            number,
            "{number} autre manque de monde, sans que votre cible la demande.",
            "{number} autres manquent de monde, sans que votre cible les demande.",
            number=several,
        )
    return plural(
        number,
        "{number} compétence manque de monde, sans que votre cible la demande.",
        "{number} compétences manquent de monde, sans que votre cible les demande.",
        number=several,
    )


def people_short(row: SkillGap) -> str | None:
    if row.headcount_gap:
        people = words.count(row.headcount_gap, "personne", "personnes")
        return _("il manque {people}", people=people)
    return None if row.needed is None or row.able is None else _("assez de monde")


def level_gap(row: SkillGap) -> str:
    if row.current is None:
        return _("Niveau à situer ; {level} demandé ({meaning}).", level=row.required, meaning=level_name(row.required))
    now = level_name(row.current)
    if not row.required:
        return _("Niveau {level} sur 4 ({meaning}).", level=row.current, meaning=now)
    if not row.gap:
        return _("Niveau demandé atteint : {level} sur 4 ({meaning}).", level=row.current, meaning=now)
    return _(
        "Niveau {level} aujourd’hui ({now}), {required} demandé ({then}).",
        level=row.current,
        now=now,
        required=row.required,
        then=level_name(row.required),
    )


def people_gap(row: SkillGap) -> str | None:
    """« Il manque deux personnes : il en faut trois, deux savent faire seules, dont une part d’ici cinq ans. »"""
    if not row.headcount_gap or row.needed is None or row.able is None:
        return None
    missing = words.spelled(row.headcount_gap, "personne", "personnes", feminine=True)
    needed = words.numeral(row.needed, feminine=True)
    able = _able(row.able, row.leaving or 0)
    told = _("Il manque {people} : il en faut {needed}, {able}.", people=missing, needed=needed, able=able)
    return words.typeset(words.capital(told))


def _able(able: int, leaving: int) -> str:
    """Who works alone today, and who of them leaves."""
    if not able:
        return _("personne ne sait encore faire seul")
    number = words.numeral(able, feminine=True)
    if leaving >= able:
        return plural(
            able,
            "{number} sait faire seule, mais part d’ici cinq ans",
            "{number} savent faire seules, mais partent d’ici cinq ans",
            number=number,
        )
    told = plural(able, "{number} sait faire seule", "{number} savent faire seules", number=number)
    if not leaving:
        return told
    return plural(
        leaving,
        "{able}, dont {number} part d’ici cinq ans",
        "{able}, dont {number} partent d’ici cinq ans",
        able=told,
        number=words.numeral(leaving, feminine=True),
    )


def why(gap: SkillsGap, row: SkillGap | None) -> str:
    """« demandée par 6 des 9 points à faire monter »: a point is a cell, as on the page of the target."""
    if row is None or not row.reasons:
        return _("votre cible ne la demande pas")
    if not row.needing:
        points = words.spelled(len(row.reasons), "point", "points")
        return _("demandée par votre cible sur {points} déjà à niveau, ou à évaluer", points=points)
    return _asked_by(len(row.needing), len(gap.to_raise))


def _asked_by(number: int, whole: int) -> str:
    if number == whole:
        if whole == 1:
            return _("demandée par le seul point à faire monter")
        return _("demandée par les {whole} points à faire monter", whole=whole)
    if number == 1:
        return _("demandée par un des {whole} points à faire monter", whole=whole)
    return _("demandée par {number} des {whole} points à faire monter", number=number, whole=whole)
