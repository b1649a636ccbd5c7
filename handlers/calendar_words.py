"""A year's days off put into words, for the chat and the command line."""

from handlers.texts.catalog import say, say_date
from storage.domain.calendar_year import Span, YearOfDays


def in_words(shown: YearOfDays, language: str) -> str:
    """Days off, make-up days, the number of working days, and whether the office has confirmed them."""
    confirmed = "yes" if shown.confirmed else "no"
    off = [_line(span, language) for span in shown.days_off]
    worked = [_line(span, language) for span in shown.make_up_days]
    return "\n".join(
        [
            say(language, "calendar-title", year=str(shown.year), confirmed=confirmed),
            *([say(language, "calendar-off"), *off] if off else []),
            *([say(language, "calendar-worked"), *worked] if worked else []),
            say(language, "calendar-working-days", count=shown.working_days),
        ]
    )


def _line(span: Span, language: str) -> str:
    reason = say(language, f"holiday-{span.reason.value}")
    first, last = say_date(language, span.first), say_date(language, span.last)
    if span.first == span.last:
        return say(language, "calendar-day", day=first, reason=reason)
    return say(language, "calendar-days", first=first, last=last, reason=reason)
