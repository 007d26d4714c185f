"""Numbers, money, days and dates as a careful French writer prints them."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

THIN = "\u202f"
FIXED = "\u00a0"
MINUS = "\u2212"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SMALL = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
MONTHS_PER_QUARTER = 3

SPACING = (
    (re.compile(r"[ \u00a0\u202f]+([;!?])"), THIN + r"\1"),
    (re.compile(r"[ \u00a0\u202f]+([:€%»])"), FIXED + r"\1"),
    (re.compile(r"«[ \u00a0\u202f]+"), "«" + FIXED),
    (re.compile(r"'"), "’"),
    (re.compile(r"(?<![\d,])(\d{1,3})[ \u00a0](?=\d{3}(?!\d))"), r"\1" + THIN),
)


def typeset(text: str) -> str:
    """The same sentence with its no-break spaces and its typographic apostrophes; safe to apply twice."""
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
    return f"«{FIXED}{text}{FIXED}»"


def plain(text: str) -> str:
    """Lower case, without accents."""
    split = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(letter for letter in split if not unicodedata.combining(letter)).replace("’", "'")


def listed(parts: Sequence[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} et {parts[-1]}"


def rounded(value: float, step: str) -> Decimal:
    """Halves go up, as people round; what floats add beyond the sixth decimal does not count."""
    return Decimal(str(round(value, 6))).quantize(Decimal(step), ROUND_HALF_UP)


def whole(value: float) -> str:
    """A whole number, thousands apart: 31 400."""
    return f"{rounded(value, '1'):,}".replace(",", THIN)


def index(value: float) -> str:
    """One decimal, always: 2,0."""
    return str(rounded(value, "0.1")).replace(".", ",")


def rung(value: float) -> str:
    """One decimal only where there is one, thousands apart, a true minus: 0,5, 1, −6, 250 000."""
    text = f"{rounded(value, '0.1'):,}".removesuffix(".0")
    return text.replace(",", THIN).replace(".", ",").replace("-", MINUS)


def rungs(value: float) -> str:
    """« 1,5 échelon », « 2 échelons »."""
    return f"{rung(value)} échelon{'' if value < 2 else 's'}"


def percent(share: float) -> str:
    """A share between 0 and 1 as whole per cents."""
    return f"{whole(100 * share)}{FIXED}%"


def euros(amount: float) -> str:
    return f"{whole(amount)}{FIXED}€"


def large_euros(amount: float) -> str:
    """« 3,3 M€ » from a million up."""
    return euros(amount) if amount < 1_000_000 else f"{rung(amount / 1_000_000)}{FIXED}M€"


def euro_range(low: float, high: float) -> str:
    """« 8 000 à 14 000 € », or one amount where both ends are equal."""
    return euros(high) if round(low) == round(high) else f"{whole(low)} à {euros(high)}"


def count(number: int, one: str, many: str | None = None) -> str:
    """« 1 réponse », « 12 réponses »; `many` where an s does not make the plural."""
    return f"{whole(number)} {one if number < 2 else many or one + 's'}"


def numeral(number: int, feminine: bool = False) -> str:
    """In letters up to ten, then in figures."""
    if number == 1 and feminine:
        return "une"
    return SMALL[number] if number < len(SMALL) else whole(number)


def spelled(number: int, one: str, many: str | None = None, feminine: bool = False) -> str:
    """« une réponse », « deux réponses », figures above ten."""
    return f"{numeral(number, feminine)} {one if number < 2 else many or one + 's'}"


def and_more(left: int) -> str | None:
    """What a shortened list leaves out, said."""
    if left <= 0:
        return None
    return sentence(f"et {spelled(left, 'autre question', 'autres questions', feminine=True)} de moindre poids")


def days(number: float) -> str:
    """« une demi-journée », « 1 jour », « 2,5 jours »."""
    if number == 0.5:
        return "une demi-journée"
    return f"{rung(number)} {'jour' if number < 2 else 'jours'}"


def hours(number: float) -> str:
    return f"{rung(number)}{FIXED}heure{'' if number < 2 else 's'}"


def day(on: date) -> str:
    """« 1er janvier 2027 »."""
    first = "1er" if on.day == 1 else str(on.day)
    return f"{first}{FIXED}{MONTHS[on.month - 1]} {on.year}"


def short_day(on: date) -> str:
    """« 31/12/2026 »."""
    return f"{on.day:02}/{on.month:02}/{on.year}"


def months(starts_on: date, quarters: int) -> str:
    """The months that whole quarters cover: « janvier à mars 2027 », « octobre 2026 à mars 2027 »."""
    last = starts_on.year * 12 + starts_on.month - 1 + quarters * MONTHS_PER_QUARTER - 1
    end_year, end_month = divmod(last, 12)
    start = MONTHS[starts_on.month - 1] + ("" if end_year == starts_on.year else f" {starts_on.year}")
    return f"{start} à {MONTHS[end_month]} {end_year}"


def quarter(starts_on: date) -> str:
    """« T1 2027 »."""
    return f"T{(starts_on.month - 1) // MONTHS_PER_QUARTER + 1} {starts_on.year}"
