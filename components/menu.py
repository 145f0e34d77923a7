"""The table of all addresses, their pages and roles. Addresses not in it open for nobody."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from components.i18n import N_
from db.models import Role

PRODUCT = "Sổ chi bộ"
TAGLINE = N_("a working register; it does not replace the resolution book or the official list of members")
PAGES = Path(__file__).resolve().parents[1] / "pages"
EVERYBODY = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()
CELL_ROLES = frozenset({Role.SECRETARY, Role.ASSISTANT})
CELL_OR_COMMUNE = CELL_ROLES | {Role.COMMUNE}
MEMBER_EDITORS = frozenset({Role.SECRETARY, Role.COMMUNE, Role.ADMIN})  # who edit members' data
CONTACT_ROLES = frozenset({Role.SECRETARY, Role.COMMUNE, Role.WORKPLACE, Role.DISTRICT})
ENTRY_WRITERS = frozenset({Role.SECRETARY, Role.COMMUNE})  # who record what members did in the year
CLASS_READERS = frozenset({Role.SECRETARY, Role.COMMUNE, Role.DISTRICT})  # who read classes, by name or as counts
ACCOUNT_MANAGERS = frozenset({Role.COMMUNE, Role.ADMIN})  # who manage accounts and roles
SIGN_IN, FORBIDDEN, SET_UP, ME = "access/sign_in.py", "access/forbidden.py", "access/set_up.py", "access/me.py"


class Route(NamedTuple):
    """An address, its page, and the roles that may open it."""

    address: str
    page: str
    title: str
    icon: str
    roles: frozenset[Role]
    listed: bool = True  # in the menu of those who may open it


ENTRIES = (
    Route("/", "home/home.py", N_("Today"), ":material/home:", EVERYBODY),
    Route("/record", "meetings/record.py", N_("Record a meeting"), ":material/edit_note:", CELL_OR_COMMUNE),
    Route(
        "/roster", "meetings/signing_sheet.py", N_("Printable list"), ":material/print:", CELL_OR_COMMUNE, listed=False
    ),
    Route(
        "/totals",
        "meetings/totals.py",
        N_("Totals without names"),
        ":material/functions:",
        CELL_OR_COMMUNE,
        listed=False,
    ),
    Route("/tasks", "meetings/tasks.py", N_("Tasks of the cell"), ":material/task_alt:", CELL_OR_COMMUNE, listed=False),
    Route("/members", "people/members.py", N_("Members"), ":material/groups:", EVERYBODY - {Role.WORKPLACE}),
    Route("/member", "people/member.py", N_("Member"), ":material/person:", EVERYBODY - {Role.WORKPLACE}, listed=False),
    Route(
        "/member-year",
        "people/member_year.py",
        N_("What a member did in the year"),
        ":material/print:",
        ENTRY_WRITERS,
        listed=False,
    ),
    Route(
        "/arrival", "people/arrival.py", N_("Receive a member"), ":material/person_add:", MEMBER_EDITORS, listed=False
    ),
    Route("/groups", "people/groups.py", N_("Member groups"), ":material/diversity_3:", CELL_OR_COMMUNE),
    Route("/contacts", "contacts/contacts.py", N_("Keeping contact"), ":material/handshake:", CONTACT_ROLES),
    Route("/entries", "people/entries.py", N_("Entries of the year"), ":material/bookmark_added:", ENTRY_WRITERS),
    Route("/directory", "people/directory.py", N_("Directory"), ":material/contacts:", CELL_OR_COMMUNE),
    Route(
        "/teams",
        "people/teams.py",
        N_("Teams of officials"),
        ":material/supervisor_account:",
        CELL_OR_COMMUNE | {Role.DISTRICT},
    ),
    Route(
        "/difficulties",
        "people/difficulties.py",
        N_("Difficulties"),
        ":material/support:",
        CELL_ROLES | {Role.COMMUNE, Role.DISTRICT},
    ),
    Route(
        "/book-checks",
        "people/book_checks.py",
        N_("Book checks"),
        ":material/task:",
        CELL_ROLES | {Role.COMMUNE, Role.DISTRICT},
    ),
    Route("/assessments", "contacts/assessments.py", N_("Assessments"), ":material/rate_review:", CLASS_READERS),
    Route(
        "/evaluations",
        "people/evaluations.py",
        N_("Yearly evaluation"),
        ":material/workspace_premium:",
        CLASS_READERS,
    ),
    Route(
        "/admissions",
        "people/admissions.py",
        N_("Sources for admission"),
        ":material/person_search:",
        CLASS_READERS,
    ),
    Route(
        "/requests",
        "contacts/comment_requests.py",
        N_("Requests for comments"),
        ":material/mark_email_unread:",
        frozenset({Role.SECRETARY, Role.COMMUNE, Role.WORKPLACE}),
    ),
    Route("/households", "households/households.py", N_("Households"), ":material/home_work:", CELL_OR_COMMUNE),
    Route(
        "/visits",
        "households/visits.py",
        N_("Household visits"),
        ":material/door_front:",
        CELL_OR_COMMUNE,
        listed=False,
    ),
    Route(
        "/household-sheets",
        "households/sheets.py",
        N_("Sheets for members in charge"),
        ":material/print:",
        CELL_OR_COMMUNE,
        listed=False,
    ),
    Route(
        "/household-proposal",
        "households/assignment_proposal.py",
        N_("Proposed assignments"),
        ":material/assignment_ind:",
        CELL_OR_COMMUNE,
        listed=False,
    ),
    Route(
        "/household-group",
        "households/group.py",
        N_("Household group"),
        ":material/home_work:",
        CELL_OR_COMMUNE,
        listed=False,
    ),
    Route("/household", "households/household.py", N_("Household"), ":material/home:", CELL_OR_COMMUNE, listed=False),
    Route(
        "/initiatives",
        "households/initiatives.py",
        N_("The cell's initiatives"),
        ":material/emoji_objects:",
        CELL_ROLES | {Role.COMMUNE, Role.DISTRICT},
    ),
    Route(
        "/petitions",
        "households/petitions.py",
        N_("People's requests"),
        ":material/forum:",
        CELL_ROLES | {Role.COMMUNE, Role.DISTRICT},
    ),
    Route(
        "/charts", "figures/charts.py", N_("Charts"), ":material/bar_chart:", CELL_ROLES | {Role.COMMUNE, Role.DISTRICT}
    ),
    Route(
        "/reporting",
        "figures/reporting.py",
        N_("Who has reported"),
        ":material/fact_check:",
        CLASS_READERS,
    ),
    Route(
        "/periods",
        "figures/periods.py",
        N_("Closing of figures"),
        ":material/event_available:",
        frozenset({Role.COMMUNE, Role.DISTRICT}),
    ),
    Route("/review", "figures/findings.py", N_("To review"), ":material/rule:", CELL_OR_COMMUNE | {Role.DISTRICT}),
    Route(
        "/papers",
        "figures/papers.py",
        N_("Papers, pack for meetings"),
        ":material/description:",
        frozenset({Role.SECRETARY, Role.COMMUNE, Role.DISTRICT}),
    ),
    Route("/exports", "figures/exports.py", N_("Export lists"), ":material/download:", EVERYBODY - {Role.WORKPLACE}),
    Route("/jobs", "figures/jobs.py", N_("Work in progress"), ":material/hourglass_empty:", EVERYBODY, listed=False),
    Route("/history", "administration/history.py", N_("History"), ":material/history:", EVERYBODY - {Role.WORKPLACE}),
    Route(
        "/import",
        "administration/imports.py",
        N_("Import a list"),
        ":material/upload_file:",
        frozenset({Role.COMMUNE, Role.ADMIN, Role.WORKPLACE, Role.DISTRICT}),
    ),
    Route(
        "/units",
        "administration/units.py",
        N_("Units"),
        ":material/account_tree:",
        frozenset({Role.COMMUNE, Role.DISTRICT, Role.ADMIN}),
    ),
    Route("/accounts", "administration/accounts.py", N_("Accounts"), ":material/manage_accounts:", ACCOUNT_MANAGERS),
    Route(
        "/account",
        "administration/account.py",
        N_("Account"),
        ":material/manage_accounts:",
        ACCOUNT_MANAGERS,
        listed=False,
    ),
    Route(
        "/new-account",
        "administration/new_account.py",
        N_("New account"),
        ":material/person_add:",
        ACCOUNT_MANAGERS,
        listed=False,
    ),
    Route(
        "/settings", "administration/settings.py", N_("Settings"), ":material/tune:", MEMBER_EDITORS | {Role.DISTRICT}
    ),
    Route(
        "/templates",
        "administration/templates.py",
        N_("Word templates"),
        ":material/draft:",
        frozenset({Role.DISTRICT, Role.ADMIN}),
    ),
    Route("/me", ME, N_("My account"), ":material/person:", EVERYBODY),
    Route("/set-up", SET_UP, N_("Set-up"), ":material/build:", NOBODY),
)


FILES = {f"{PAGES.name}/{entry.page}": entry for entry in ENTRIES}  # as links name them: "pages/people/member.py"


def roles_of(address: str) -> frozenset[Role]:
    """Return the roles that may open an address; none if it is not in the table."""
    return next((entry.roles for entry in ENTRIES if entry.address == address), NOBODY)


@cache
def link_target(file: str) -> st.Page:
    """Return the page object for links to a file ("pages/people/member.py").

    It has no icon, since an icon's file would be looked up for every link of a long list.
    """
    entry = FILES[file]
    return st.Page(
        PAGES / entry.page, title=entry.title, url_path=entry.address.strip("/"), default=entry.address == "/"
    )
