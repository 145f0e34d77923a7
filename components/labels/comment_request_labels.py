"""Requests for comments in words: progress and whose turn it is, the occasion, the asker."""

from components.i18n import N_, _, day_text
from components.markdown import escape_markdown
from db.comments.request_list import RequestLine, RequestState
from db.kernel.scope import Viewer
from db.settings import settings

STATES = {
    RequestState.TO_ASSESS: N_("waits for the cell's assessment"),
    RequestState.TO_CONFIRM: N_("waits for the committee's confirmation"),
    RequestState.TO_ISSUE: N_("confirmed, waits to be issued"),
    RequestState.OUTSIDE: N_("in no list: answered on paper"),
    RequestState.ANSWERED: N_("issued"),
    RequestState.ANNOUNCED: N_("issued and announced"),
    RequestState.CLOSED: N_("closed without an answer"),
}


def option_words(viewer: Viewer, name: str) -> dict[str, str]:
    """Return the labels of a settings list by key."""
    return {option.key: option.label for option in settings.options(viewer, name)}


def offered_option_words(viewer: Viewer, name: str) -> dict[str, str]:
    """Return the labels of the offered entries of a list by key."""
    return {option.key: option.label for option in settings.active_options(viewer, name)}


def state_text(line: RequestLine) -> str:
    """Return a request's state; one about somebody with an earlier issued comment is called new."""
    state = _(STATES[line.state])
    return _("new request, {state}", state=state) if line.earlier else state


def line_text(line: RequestLine, occasions: dict[str, str]) -> str:
    """Return a request in two lines: person and state; occasion, asker, deadline."""
    name = escape_markdown(line.name) if line.name else _("(name erased)")
    cell = f" · {escape_markdown(line.cell)}" if line.cell else ""
    due = _("due {day}", day=day_text(line.due)) if line.due else ""
    late = f":red[**{due}**]" if line.is_late else due
    answered = day_text(line.announced_on or line.answered_on)
    more = (
        escape_markdown(occasions.get(line.occasion, line.occasion)),
        escape_markdown(line.asker),
        late if line.answered_on is None else "",
        answered,
        _("the comment of {day} remains valid", day=day_text(line.earlier)) if line.earlier else "",
    )
    return f"**{name}**{cell} · {state_text(line)}  \n{' · '.join(filter(None, more))}"
