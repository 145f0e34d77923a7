"""Texts, dates and figures in the language of the person who reads them.

`_("Save")` is the text in the running script's language; the English sentence is its own key, and Vietnamese is the
default. Each script, fragment and callback runs in its own thread, so `set_language` never affects anybody else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from babel import Locale, lists

from db.calendar import clock
from db.calendar.months import is_year_mark, months_of_period
from db.po_catalog import load_translations

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
DEFAULT = "vi"
SEPARATORS = {"vi": (".", ","), "en": (",", ".")}  # of thousands, of decimals
DASH = "–"

_spoken: ContextVar[str | None] = ContextVar("language", default=None)
_ask: list[Callable[[], str]] = []  # at most one function


def set_language(language: str) -> None:
    """Set the language for the rest of the running script; Vietnamese if it is not supported."""
    _spoken.set(language if language in LANGUAGES else DEFAULT)


def set_language_source(ask: Callable[[], str]) -> None:
    """Register the function that gives the language while none is set; callbacks run before the script that sets it."""
    _ask[:] = [ask]


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Context manager for another language; documents and exports are always Vietnamese."""
    before = _spoken.set(language if language in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _spoken.reset(before)


def current_language() -> str:
    """Return the current language: "vi" or "en"."""
    if (spoken := _spoken.get()) is not None:
        return spoken
    set_language(_ask[0]() if _ask else DEFAULT)
    return current_language()


def _(text: str, /, **values) -> str:
    """Return a text in the current language, with its {placeholders} filled if values are given."""
    said = load_translations(current_language()).gettext(text) if text else ""
    return said.format(**values) if values else said


def _n(one: str, many: str, count: int, /, **values) -> str:
    """Return the singular or plural text, with {count} and other placeholders filled."""
    return load_translations(current_language()).ngettext(one, many, count).format(count=number(count), **values)


def _p(context: str, text: str, /, **values) -> str:
    """Return a text that needs a context for translation: "Full" for a member is not "Full" for a list."""
    said = load_translations(current_language()).pgettext(context, text)
    return said.format(**values) if values else said


def N_(text: str) -> str:
    """Mark a text for translation; it is translated where it is shown."""
    return text


def number(value: int | float | Decimal | None, decimals: int = 0) -> str:
    """Format a number: 37.103 in Vietnamese, 37,103 in English, a dash if it is unknown."""
    if value is None:
        return DASH
    whole = isinstance(value, int) and not decimals
    rounded = value if whole else _exact(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    thousands, point = SEPARATORS[current_language()]
    return f"{rounded:,}".translate(str.maketrans(",.", thousands + point)).replace("-", "\u2212")


def short_number(value: float) -> str:
    """Format a number with one decimal, as averages are: 51,7; 52 where the decimal would be zero."""
    return number(value, 0 if round(value, 1) == round(value) else 1)


def percent(part: float | int | Fraction | None, of: float | int = 1) -> str:
    """Format a share as reports print it: 86,4 %, 36 % where the decimal would be zero, 0,46 % below one per cent; a
    dash if there is no whole.

    Only the whole is 100 % and only nothing is 0 %: 2,999 of 3,000 is 99,9 %.
    """
    if part is None or not of:
        return DASH
    share = _exact(part) * 100 / _exact(of)
    if share in (0, 100):
        return f"{share:.0f} %"
    decimals = 2 if share < 1 else 1
    least = Decimal(1).scaleb(-decimals)
    shown = max(least, min(share, 100 - least) if share < 100 else share).quantize(least, ROUND_HALF_UP)
    return f"{number(shown, _saying(shown))} %"


def _saying(value: Decimal) -> int:
    """Return how many of a number's decimals are significant: none for 36.0."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def day_text(day: date | datetime | None) -> str:
    """Format a date: 21/11/2026, or 21 Nov 2026 in English; empty for no date."""
    if day is None:
        return ""
    local = _here(day)
    return (
        f"{local:%d/%m/%Y}"
        if current_language() == "vi"
        else f"{local.day} {_month_names('abbreviated')[local.month]} {local.year}"
    )


def partial_text(stored: str | None) -> str:
    """Format a date of which perhaps only the month or the year is known, stored as 1953, 1953-04 or 1953-04-02."""
    parts = [int(part) for part in (stored or "").split("-") if part]
    if len(parts) == 3:
        return day_text(date(*parts))
    if len(parts) == 2:
        return (
            f"{parts[1]}/{parts[0]}"
            if current_language() == "vi"
            else f"{_month_names('abbreviated')[parts[1]]} {parts[0]}"
        )
    return str(parts[0]) if parts else ""


def time_text(moment: datetime | None) -> str:
    """Format the time in Việt Nam: 21:14."""
    return f"{_here(moment):%H:%M}" if moment else ""


def moment_text(moment: datetime | None) -> str:
    """Format a moment: 21:14, 21/11/2026."""
    return f"{time_text(moment)}, {day_text(moment)}" if moment else ""


def month_text(period: int) -> str:
    """Format a month: tháng 11/2026 for 202611; năm 2026 for the year mark 202600."""
    year, at = divmod(period, 100)
    if is_year_mark(period):
        return f"năm {year}" if current_language() == "vi" else str(year)
    return f"tháng {at}/{year}" if current_language() == "vi" else f"{_month_names('wide')[at]} {year}"


def half_year_text(period: int) -> str:
    """Format a half-year by its first month: kỳ II/2026 for 202607."""
    return _part(period, 6, "kỳ", "half")


def quarter_text(period: int) -> str:
    """Format a quarter by its first month: quý IV/2026 for 202610."""
    return _part(period, 3, "quý", "quarter")


def period_name(period: int, months: int = 1) -> str:
    """Return the name of a period of this many months, given its first month."""
    if months in (1, 3, 6):
        return {1: month_text, 3: quarter_text, 6: half_year_text}[months](period)
    if months == 12 and period % 100 == 1:
        return f"năm {period // 100}" if current_language() == "vi" else str(period // 100)
    last = months_of_period(period, months)[-1]
    return f"{month_text(period)} – {month_text(last)}"


def meeting_name(label: str, period: int, months: int = 1) -> str:
    """Name a meeting by its type and period: "Họp đảng viên giữ mối liên hệ nơi cư trú, kỳ II năm 2026"."""
    when = period_name(period, months)
    return f"{label}, {when.replace('/', ' năm ') if months == 6 and current_language() == 'vi' else when}"


def capitalized(text: str) -> str:
    """Return a text with its first letter in upper case and the rest unchanged."""
    return text[:1].upper() + text[1:]


def join_list(texts: list[str]) -> str:
    """Join several items for a sentence: An, Bình và Cường."""
    return lists.format_list(texts, locale=current_language()) if texts else ""


def _part(period: int, months: int, vietnamese: str, english: str) -> str:
    year, at = divmod(period, 100)
    which = (at - 1) // months
    if current_language() == "vi":
        return f"{vietnamese} {('I', 'II', 'III', 'IV')[which]}/{year}"
    return f"{('first', 'second', 'third', 'fourth')[which]} {english} of {year}"


def _here(moment: date | datetime) -> date:
    return moment.astimezone(clock.HERE) if isinstance(moment, datetime) else moment


def _exact(value) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(str(value))


def _month_names(width: str) -> dict[int, str]:
    return Locale(current_language()).months["format"][width]
