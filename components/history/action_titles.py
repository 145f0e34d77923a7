"""Display names of actions."""

from collections.abc import Sequence

from components.i18n import N_, _, _n, day_text, join_list, meeting_name, month_text
from db.calendar.months import month_of, months_of_period
from db.history.action_log import FEW, ActionSubject

TITLES = {
    "evaluate": N_("Saved the yearly evaluation"),
    "evaluate_cell": N_("Saved the class and the points of the cell"),
    "propose_candidate": N_("Proposed a source for admission"),
    "correct_candidate": N_("Corrected a source for admission"),
    "advance_candidate": N_("Recorded a step of a source for admission"),
    "stop_candidate": N_("Stopped a source for admission"),
    "link_candidate": N_("Said which member a source for admission became"),
    "delete_candidate": N_("Removed a source for admission entered by mistake"),
    "receive_petition": N_("Took in a request of the people"),
    "correct_petition": N_("Corrected a request of the people"),
    "forward_petition": N_("Passed on a request of the people"),
    "answer_petition": N_("Recorded the answer to a request of the people"),
    "tell_petition": N_("Told the answer to a request of the people"),
    "close_petition": N_("Closed a request of the people"),
    "delete_petition": N_("Removed a request of the people entered by mistake"),
    "add_report_form": N_("Brought a superior's form"),
    "withdraw_report_form": N_("Withdrew a superior's form"),
    "add_template": N_("Brought a Word template"),
    "announce_comments": N_("Announced comments"),
    "answer_request": N_("Answered a request on paper"),
    "assign_remark": N_("Said whom a remark is about"),
    "close_request": N_("Closed a request"),
    "correct_comment": N_("Replaced an issued comment"),
    "report_difficulty": N_("Reported a difficulty of a cell"),
    "correct_difficulty": N_("Corrected a difficulty of a cell"),
    "delete_difficulty": N_("Removed a difficulty of a cell entered by mistake"),
    "promise_answer": N_("Promised a day for an answer"),
    "check_books": N_("Noted that books of cells were checked"),
    "correct_check": N_("Corrected a check of a book"),
    "delete_check": N_("Removed a check of a book entered by mistake"),
    "answer_check": N_("Answered a remark on the book"),
    "erase_checker": N_("Erased the name of a person who checked books"),
    "found_team": N_("Set up a team of officials"),
    "correct_team": N_("Changed a team of officials"),
    "add_officials": N_("Entered officials of teams"),
    "correct_official": N_("Corrected an official of a team"),
    "leave_team": N_("Ended an official's time in a team"),
    "erase_official": N_("Erased an official of a team"),
    "follow_units": N_("Changed what a team follows"),
    "link_visits": N_("Recognised officials among earlier guests"),
    "add_initiative": N_("Added an initiative"),
    "correct_initiative": N_("Corrected an initiative"),
    "delete_initiative": N_("Removed an initiative entered by mistake"),
    "record_indicator": N_("Recorded an indicator"),
    "withdraw_indicator": N_("Took back an indicator"),
    "choose_causes": N_("Recorded why a household needs help"),
    "record_help": N_("Recorded help given to a household"),
    "withdraw_help": N_("Took back help entered by mistake"),
    "withdraw_class": N_("Took back a household's class"),
    "review_classes": N_("Went through the classes of a year"),
    "erase_households": N_("Erased households closed long ago"),
    "erase_outsiders": N_("Erased names from old requests"),
    "issue_comments": N_("Issued comments"),
    "keep_template": N_("Kept a template of the register"),
    "propose_to_workplace": N_("Wrote to a workplace"),
    "record_outcome": N_("Recorded what came of a letter"),
    "request_comments": N_("Entered requests for comments"),
    "tick_papers": N_("Ticked issued papers"),
    "withdraw_template": N_("Went back to the register's template"),
    "write_remark": N_("Wrote a remark on a member"),
    "apply_notice": N_("Applied a notice of a change"),
    "note_notice": N_("Noted a notice of a change"),
    "return_notice": N_("Returned a notice of a change"),
    "send_notice": N_("Notified a change"),
    "answer_finding": N_("Looked at something to review"),
    "answer_question": N_("Answered a question about a meeting"),
    "add_group": N_("Added a cluster or household group"),
    "assess": N_("Assessed contact members"),
    "assign": N_("Assigned members to households"),
    "accept_proposal": N_("Assigned members to households as proposed"),
    "decline_assigning": N_("Resolved not to assign members to households"),
    "resume_assigning": N_("Resolved to assign members to households again"),
    "review_assignments": N_("Reviewed who looks after which households"),
    "exclude_pair": N_("Noted a member not to be put together with households"),
    "record_visit": N_("Recorded a visit to households"),
    "cancel_visit": N_("Took back a visit to households"),
    "allow_pair": N_("Allowed a member to be put together with households again"),
    "announce": N_("Had something passed on through groups"),
    "answer_for_clusters": N_("Recorded which clusters a group answers for"),
    "appoint_in_group": N_("Changed who leads a group"),
    "arrange_groups": N_("Arranged groups"),
    "arrive": N_("Received a member"),
    "away": N_("Recorded a member as away"),
    "begin_campaign": N_("Began a campaign"),
    "cancel_meeting": N_("Removed a meeting entered by mistake"),
    "change_password": N_("Changed the password"),
    "choose_rule": N_("Changed a rule"),
    "choose_language": N_("Changed the language"),
    "choose_setting": N_("Changed a setting"),
    "close_group": N_("Closed a cluster or household group"),
    "close_household": N_("Stopped following a household"),
    "close_period": N_("Closed a month"),
    "close_again": N_("Closed a month again"),
    "confirm_assessments": N_("Confirmed assessments"),
    "correct_account": N_("Corrected an account"),
    "correct_announcement": N_("Corrected an announcement"),
    "correct_campaign": N_("Corrected a campaign"),
    "correct_entries": N_("Corrected an entry of the year"),
    "correct_exemption": N_("Corrected an exemption"),
    "correct_member": N_("Corrected a member's data"),
    "correct_membership": N_("Corrected a membership"),
    "correct_office": N_("Corrected a post"),
    "correct_household": N_("Corrected a household"),
    "correct_unit": N_("Corrected a unit"),
    "count_subject": N_("Stated the number of members subject to introduction"),
    "explain_pending": N_("Entered why members are not introduced yet"),
    "count_households": N_("Recorded a number of households"),
    "create_account": N_("Created an account"),
    "declare_not_held": N_("Reported a meeting as not held"),
    "declare_postponed": N_("Postponed a meeting"),
    "end_assignment": N_("Ended household assignments"),
    "end_exemption": N_("Ended an exemption"),
    "end_people_group": N_("Ended a group"),
    "end_unit": N_("Ended a unit"),
    "enter_outsider": N_("Entered someone in the directory"),
    "correct_outsider": N_("Corrected an entry of the directory"),
    "erase_outsider": N_("Erased someone from the directory"),
    "enter_household": N_("Added an assisted household"),
    "erase_member": N_("Erased a person's data"),
    "exempt": N_("Exempted a member"),
    "found_areas": N_("Added units below"),
    "found_unit": N_("Added a unit"),
    "give_role": N_("Assigned a role to an account"),
    "hand_over": N_("Handed over households"),
    "import": N_("Imported a list of members"),
    "import_introductions": N_("Imported a list of introductions"),
    "import_requests": N_("Imported a list of requests for comments"),
    "import_units": N_("Imported a list of units"),
    "introduce": N_("Took in a letter of introduction"),
    "issue_paper": N_("Issued a paper"),
    "leave": N_("Recorded a member's departure"),
    "end_introduction": N_("Ended an introduction"),
    "keep_placement": N_("Left a contact member in the cell"),
    "leave_guest": N_("Recorded that a guest need not be received"),
    "leave_office": N_("Ended a post"),
    "lock_account": N_("Locked an account"),
    "move_household": N_("Moved a household"),
    "move_to_group": N_("Moved members to another group"),
    "move_placed": N_("Moved contact members to another cell"),
    "object_to_placement": N_("Objected to a contact member placed in the cell"),
    "place": N_("Placed contact members in cells"),
    "move_unit": N_("Moved a unit"),
    "pass_on_announcement": N_("Recorded which groups an announcement was passed on to"),
    "rate_household": N_("Recorded a household's class"),
    "return_assessments": N_("Returned assessments to their cell"),
    "receive_introductions": N_("Received letters of introduction"),
    "recognise": N_("Recognised a member as full member"),
    "record_entries": N_("Made entries of the year"),
    "record_meeting": N_("Recorded a meeting"),
    "close_task": N_("Closed a task"),
    "create_task": N_("Added a task"),
    "record_totals": N_("Recorded totals without names"),
    "rejoin": N_("Received a member again"),
    "reopen_period": N_("Reopened a month"),
    "rename_group": N_("Renamed a cluster or household group"),
    "rename_people_group": N_("Renamed a group"),
    "rename_unit": N_("Renamed a unit"),
    "renumber": N_("Changed a roster number"),
    "reset_password": N_("Issued a one-time password"),
    "set_up": N_("Set up the register"),
    "sign_out_everywhere": N_("Signed out everywhere"),
    "take_back_entries": N_("Took back an entry of the year"),
    "take_back_relay": N_("Took back that an announcement was passed on"),
    "withdraw_objection": N_("Withdrew an objection"),
    "take_office": N_("Took up a post"),
    "take_role": N_("Revoked a role from an account"),
    "undo": N_("Undid an action"),
    "unlock_account": N_("Unlocked an account"),
}


def action_title(action: str) -> str:
    """Return an action's name on screen; one without a name is "change"."""
    return _(TITLES[action]) if action in TITLES else _("A change")


def subject_text(subject: ActionSubject, types: dict[str, str]) -> str:
    """Return what an action is about: "Trần Thị Thủy", "Nguyễn Văn An and 3 more", a meeting by type and day,
    households by name, months.
    """
    months = [month_text(month) for month in subject.months]
    return " · ".join(filter(None, (_meeting(subject, types), _people(subject), _some(subject.things), _some(months))))


def _meeting(subject: ActionSubject, types: dict[str, str]) -> str:
    if (met := subject.meeting) is None:
        return ""
    label = types.get(met.type, met.type)
    if met.held_on and month_of(met.held_on) in months_of_period(met.period, met.months):
        return f"{label}, {day_text(met.held_on)}"
    return ", ".join(filter(None, (meeting_name(label, met.period, met.months), day_text(met.held_on))))


def _people(subject: ActionSubject) -> str:
    if not subject.names or subject.people <= len(subject.names):
        return join_list(list(subject.names))
    return _n("{name} and {count} more", "{name} and {count} more", subject.people - 1, name=subject.names[0])


def _some(things: Sequence[str]) -> str:
    """Return households, groups, accounts or months; the first of many."""
    return join_list(list(things)) if len(things) <= FEW else _("{name} and others", name=things[0])
