"""Numbers, money, days and dates as a careful writer prints them, in the language spoken."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from diagnostic.core.language import FRENCH, N_, _, in_context, plural, spoken

THIN = "\u202f"
FIXED = "\u00a0"
MINUS = "\u2212"
MONTHS = (
    N_("janvier"), N_("février"), N_("mars"), N_("avril"), N_("mai"), N_("juin"),
    N_("juillet"), N_("août"), N_("septembre"), N_("octobre"), N_("novembre"), N_("décembre"),
)  # fmt: skip
SMALL = (
    N_("zéro"), N_("un"), N_("deux"), N_("trois"), N_("quatre"), N_("cinq"), N_("six"), N_("sept"), N_("huit"),
    N_("neuf"), N_("dix"),
)  # fmt: skip
MONTHS_PER_QUARTER = 3

SPACING = (
    (re.compile(r"[ \u00a0\u202f]+([;!?])"), THIN + r"\1"),
    (re.compile(r"[ \u00a0\u202f]+([:€%»])"), FIXED + r"\1"),
    (re.compile(r"«[ \u00a0\u202f]+"), "«" + FIXED),
    (re.compile(r"'"), "’"),
    (re.compile(r"(?<![\d,])(\d{1,3})[ \u00a0](?=\d{3}(?!\d))"), r"\1" + THIN),
)


def typeset(text: str) -> str:
    """The same sentence with its typographic apostrophes and, in French, its no-break spaces; safe to apply twice."""
    if spoken() != FRENCH:
        return text.replace("'", "’")
    for pattern, printed in SPACING:
        text = pattern.sub(printed, text)
    return text


def capital(text: str) -> str:
    """With a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Without its capital first letter, unless it starts with an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """Capital first letter and a full stop."""
    text = capital(text.strip())
    return text if text.endswith((".", "?", "!", "…")) else text + "."


def quoted(text: str) -> str:
    """« text », or “text”."""
    return f"«{FIXED}{text}{FIXED}»" if spoken() == FRENCH else f"“{text}”"


def plain(text: str) -> str:
    """Lower case, without accents."""
    split = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(letter for letter in split if not unicodedata.combining(letter)).replace("’", "'")


def listed(parts: Sequence[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{parts} et {last}", parts=", ".join(parts[:-1]), last=parts[-1])


def joined(parts: Iterable[str]) -> str:
    """« a ; b », “a; b”."""
    return (f"{THIN}; " if spoken() == FRENCH else "; ").join(parts)


def rounded(value: float, step: str) -> Decimal:
    """Halves go up, as people round; what floats add beyond the sixth decimal does not count."""
    return Decimal(str(round(value, 6))).quantize(Decimal(step), ROUND_HALF_UP)


def printed(number: Decimal) -> str:
    """Thousands apart, a true minus: 31 400,5 or 31,400.5."""
    text = f"{number + 0:,}".replace("-", MINUS)
    return text.replace(",", THIN).replace(".", ",") if spoken() == FRENCH else text


def whole(value: float) -> str:
    """A whole number, thousands apart: 31 400."""
    return printed(rounded(value, "1"))


def index(value: float) -> str:
    """One decimal, always: 2,0."""
    return printed(rounded(value, "0.1"))


def rung(value: float) -> str:
    """One decimal only where there is one: 0,5, 1, −6, 250 000."""
    number = rounded(value, "0.1")
    return printed(number if number % 1 else rounded(value, "1"))


def rungs(value: float) -> str:
    """« 1,5 échelon », « 2 échelons »."""
    return plural(value, "{rungs} échelon", "{rungs} échelons", rungs=rung(value))


def percent(share: float) -> str:
    """A share between 0 and 1 as whole per cents."""
    return of_hundred(whole(100 * share))


def of_hundred(number: str) -> str:
    """« 12 % », from a number already printed."""
    return f"{number}{FIXED}%" if spoken() == FRENCH else f"{number}%"


def money(amount: str) -> str:
    """« 1 200 € », from an amount already printed."""
    if spoken() == FRENCH:
        return f"{amount}{FIXED}€"
    return f"{MINUS}€{amount[1:]}" if amount.startswith(MINUS) else f"€{amount}"


def euros(amount: float) -> str:
    return money(whole(amount))


def large_euros(amount: float) -> str:
    """« 3,3 M€ » from a million up."""
    if amount < 1_000_000:
        return euros(amount)
    millions = rung(amount / 1_000_000)
    return f"{millions}{FIXED}M€" if spoken() == FRENCH else f"€{millions}m"


def euro_range(low: float, high: float) -> str:
    """« 8 000 à 14 000 € », or one amount where both ends are equal."""
    if round(low) == round(high):
        return euros(high)
    return f"{whole(low)} à {euros(high)}" if spoken() == FRENCH else f"{euros(low)} to {euros(high)}"


def count(number: int, one: str, many: str) -> str:
    """« 1 réponse », « 12 réponses »; the noun in both numbers."""
    return f"{whole(number)} {plural(number, one, many)}"


def numeral(number: int, feminine: bool = False) -> str:
    """In letters up to ten, then in figures."""
    if number == 1 and feminine:
        return in_context("feminine", "une")
    return _(SMALL[number]) if number < len(SMALL) else whole(number)


def spelled(number: int, one: str, many: str, feminine: bool = False) -> str:
    """« une réponse », « deux réponses », figures above ten; the noun in both numbers."""
    return f"{numeral(number, feminine)} {plural(number, one, many)}"


def and_more(left: int) -> str | None:
    """What a shortened list leaves out, said."""
    if left <= 0:
        return None
    others = spelled(left, "autre question", "autres questions", feminine=True)
    return sentence(_("et {others} de moindre poids", others=others))


def days(number: float) -> str:
    """« une demi-journée », « 1 jour », « 2,5 jours »."""
    if number == 0.5:
        return _("une demi-journée")
    return plural(number, "{days} jour", "{days} jours", days=rung(number))


def hours(number: float) -> str:
    return plural(number, "{hours}\u00a0heure", "{hours}\u00a0heures", hours=rung(number))


def month(number: int) -> str:
    """« janvier » for 1."""
    return _(MONTHS[number - 1])


def day(on: date) -> str:
    """« 1er janvier 2027 », “1 January 2027”."""
    first = "1er" if on.day == 1 and spoken() == FRENCH else str(on.day)
    return f"{first}{FIXED}{month(on.month)} {on.year}"


def short_day(on: date) -> str:
    """« 31/12/2026 », in both languages."""
    return f"{on.day:02}/{on.month:02}/{on.year}"


def months(starts_on: date, quarters: int) -> str:
    """The months that whole quarters cover: « janvier à mars 2027 », « octobre 2026 à mars 2027 »."""
    last = starts_on.year * 12 + starts_on.month - 1 + quarters * MONTHS_PER_QUARTER - 1
    end_year, end_month = divmod(last, 12)
    start = month(starts_on.month) + ("" if end_year == starts_on.year else f" {starts_on.year}")
    return _("{start} à {end}", start=start, end=f"{month(end_month + 1)} {end_year}")


def quarter(starts_on: date) -> str:
    """« T1 2027 », “Q1 2027”."""
    return _("T{number} {year}", number=(starts_on.month - 1) // MONTHS_PER_QUARTER + 1, year=starts_on.year)
