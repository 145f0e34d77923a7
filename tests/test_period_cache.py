"""What is kept of single periods: a save makes only its own be asked for again, and nobody gets an older answer."""

from datetime import date

from components import period_cache
from db.calendar.months import months_between
from db.figures.data_version import DataVersion

DAY = date(2026, 11, 22)


def stamps(since: int, until: int, **changed: str) -> dict[int, DataVersion]:
    """A version for each month; `changed` are those of months that an action changed, as m202610="b"."""
    return {month: DataVersion(changed.get(f"m{month}", "a"), DAY) for month in months_between(since, until)}


class Asked:
    """Answers months, and remembers which were asked for together."""

    def __init__(self, told: str) -> None:
        self.told, self.spans = told, []

    def __call__(self, since: int, until: int) -> dict[int, str]:
        self.spans.append((since, until))
        return {month: f"{self.told} {month}" for month in months_between(since, until)}


def test_only_changed_months_are_asked_for_again_those_beside_each_other_together():
    first, again = Asked("first"), Asked("again")
    period_cache.load("one", "only changed", stamps(202601, 202606), 1, first)
    found = period_cache.load(
        "one", "only changed", stamps(202601, 202607, m202602="b", m202603="b", m202605="b"), 1, again
    )
    assert first.spans == [(202601, 202606)]
    assert again.spans == [(202602, 202603), (202605, 202605), (202607, 202607)]
    told = " ".join(found[month].split()[0] for month in sorted(found))
    assert told == "first again again first again first again"


def test_another_reader_and_another_question_get_answers_of_their_own():
    period_cache.load("one", "own", stamps(202601, 202601), 1, Asked("first"))
    for reader, question in (("two", "own"), ("one", "other")):
        assert period_cache.load(reader, question, stamps(202601, 202601), 1, Asked("own")) == {202601: "own 202601"}


def test_a_slower_reader_with_an_older_version_takes_nothing_from_a_faster_one():
    """What the slower one keeps last is neither given to the faster one nor taken for new later."""
    older, newer = stamps(202601, 202603), stamps(202601, 202603, m202601="b", m202603="b")
    period_cache.load("one", "race", stamps(202602, 202602), 1, Asked("old"))

    def overtaken(since: int, until: int) -> dict[int, str]:
        if since == 202603:
            period_cache.load("one", "race", older, 1, Asked("old"))
        return Asked("new")(since, until)

    assert period_cache.load("one", "race", newer, 1, overtaken)[202601] == "new 202601"
    assert period_cache.load("one", "race", newer, 1, Asked("anew"))[202601] == "anew 202601"
