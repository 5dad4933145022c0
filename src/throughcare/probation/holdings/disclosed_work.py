"""What a person may read of their own case: the log, and the work that was done. What is not named goes out to nobody."""

from typing import Final

from django.db.models import Q

from throughcare.organisation.holdings import Disclosed, KeptBack, NotDisclosed, declare

# That somebody is in contact about the case is known from no entry, nor which flags there are.
_OF_A_VICTIM: Final = Q(type__description__icontains="victim")
_OF_FLAGS: Final = (
    Q(type__in=("ERGN", "ERGR", "DRGN"))
    | Q(type__description__istartswith="registration")
    | Q(type__description__istartswith="de-registration")
)

declare(
    Disclosed(
        table="probation.Contact",
        called="The log",
        columns=(
            ("number", "Number"),
            ("starts_at", "Time"),
            ("type__description", "Entry"),
            ("notes", "Notes"),
        ),
        day="starts_at",
        withheld=(
            (KeptBack.REMOVED, Q(deleted_at__isnull=False)),
            (KeptBack.SENSITIVE, Q(is_sensitive=True)),
            (KeptBack.OTHERS, _OF_A_VICTIM),
            (KeptBack.HARM, _OF_FLAGS),
        ),
        texts=("notes",),
    ),
    Disclosed(
        table="probation.ContactNote",
        called="Later notes in the log",
        columns=(
            ("contact__number", "Entry"),
            ("recorded_at", "Written"),
            ("text", "Notes"),
        ),
        day="recorded_at",
        withheld=(
            (KeptBack.REMOVED, Q(contact__deleted_at__isnull=False)),
            (KeptBack.SENSITIVE, Q(contact__is_sensitive=True)),
        ),
        texts=("text",),
    ),
    Disclosed(
        table="probation.Appointment",
        called="Appointments",
        columns=(
            ("starts_at", "Time"),
            ("type__description", "Appointment"),
            ("outcome", "Outcome"),
            ("is_cancelled", "Cancelled"),
        ),
        day="starts_at",
        withheld=(
            (KeptBack.REMOVED, Q(contact__deleted_at__isnull=False)),
            (KeptBack.SENSITIVE, Q(contact__is_sensitive=True)),
        ),
    ),
    Disclosed(
        table="probation.Reminder",
        called="Reminders sent to you",
        columns=(
            ("starts_at", "Of the appointment at"),
            ("channel", "Sent by"),
            ("sent_at", "Sent"),
        ),
        day="sent_at",
    ),
    Disclosed(
        table="probation.Compliance",
        called="Failures counted",
        columns=(
            ("sentence__number", "Event"),
            ("failures", "Failures"),
            ("breach_ended_on", "Breach ended"),
        ),
    ),
    Disclosed(
        table="probation.FailureAction",
        called="What was done about failures",
        columns=(
            ("contact__number", "Entry"),
            ("action__description", "Action"),
            ("taken_on", "Day"),
            ("respond_by", "Answer by"),
            ("response", "Answer"),
            ("responded_on", "Answered"),
        ),
        day="taken_on",
        withheld=(
            (KeptBack.REMOVED, Q(contact__deleted_at__isnull=False)),
            (KeptBack.SENSITIVE, Q(contact__is_sensitive=True)),
        ),
    ),
    Disclosed(
        table="probation.Registration",
        called="Flags",
        columns=(
            ("type__description", "Flag"),
            ("level", "Level"),
            ("starts_on", "From"),
            ("ended_on", "Ended"),
        ),
        day="starts_on",
        withheld=(
            (KeptBack.OTHERS, Q(type="INVI")),
            (KeptBack.HARM, ~Q(type__register="rosh")),
        ),
    ),
    Disclosed(
        table="probation.Document",
        called="Documents",
        columns=(
            ("number", "Number"),
            ("title", "Title"),
            ("recorded_at", "Date"),
        ),
        day="recorded_at",
        withheld=(
            (KeptBack.UNFINISHED, Q(is_final=False)),
            (KeptBack.SENSITIVE, Q(is_sensitive=True)),
        ),
        texts=("title",),
    ),
    Disclosed(
        table="probation.Transfer",
        called="Transfers asked for",
        columns=(
            ("asked_at", "Asked"),
            ("state", "State"),
            ("reason", "Reason"),
        ),
        day="asked_at",
        texts=("reason",),
    ),
    Disclosed(
        table="probation.Enforcement",
        called="Warnings, breaches and recalls",
        columns=(
            ("kind", "Kind"),
            ("state", "State"),
            ("opened_on", "Opened"),
            ("presented_on", "Presented"),
            ("concluded_on", "Concluded"),
            ("result", "Result"),
        ),
        day="opened_on",
    ),
    Disclosed(
        table="probation.CourtReport",
        called="Court reports",
        columns=(
            ("court", "Court"),
            ("asked_on", "Asked"),
            ("due_on", "Due"),
            ("state", "State"),
        ),
        day="asked_on",
    ),
    Disclosed(
        table="probation.Referral",
        called="Referrals",
        columns=(
            ("sent_at", "Sent"),
            ("reason", "Reason"),
            ("answer", "Answer"),
        ),
        day="sent_at",
        texts=("reason", "answer"),
    ),
    Disclosed(
        table="probation.Hearing",
        called="Hearings",
        columns=(
            ("starts_at", "Time"),
            ("court__name", "Court"),
            ("kind", "Kind"),
            ("state", "State"),
            ("result", "Result"),
        ),
        day="starts_at",
        texts=("result",),
    ),
    Disclosed(
        table="probation.Nsi",
        called="Interventions",
        columns=(
            ("number", "Number"),
            ("type__description", "Intervention"),
            ("referred_on", "Referred"),
            ("starts_on", "From"),
            ("ended_on", "Ended"),
            ("notes", "Notes"),
        ),
        day="referred_on",
        texts=("notes",),
    ),
    Disclosed(
        table="probation.NsiStanding",
        called="How interventions went on",
        columns=(
            ("nsi__number", "Intervention"),
            ("status__description", "Status"),
            ("stands_on", "Day"),
            ("note", "Note"),
        ),
        day="stands_on",
        texts=("note",),
    ),
    *(
        NotDisclosed(table=f"probation.{table}", called=called, because=because)
        for table, called, because in (
            ("VictimContact", "Other people", KeptBack.OTHERS),
            ("Tie", "Cases that belong with others", KeptBack.OTHERS),
            ("Draft", "Unfinished entries", KeptBack.UNFINISHED),
            ("ContactDeletion", "Entries taken out", KeptBack.REMOVED),
            ("DocumentText", "Words of documents", KeptBack.TO_BE_READ),
            ("DocumentOrigin", "Making of documents", KeptBack.WORKING),
            ("DocumentLock", "Making of documents", KeptBack.WORKING),
            ("AcceptedWarning", "Checks of sentences", KeptBack.WORKING),
            ("CustodyDoubt", "Reports of prisons that were not clear", KeptBack.WORKING),
            ("RegistrationStep", "Work on flags", KeptBack.HARM),
            ("EnforcementStep", "Work on breaches and recalls", KeptBack.HARM),
            ("EnforcementFailure", "Work on breaches and recalls", KeptBack.WORKING),
            ("RecallAnswer", "Work on breaches and recalls", KeptBack.HARM),
            ("NsiManager", "Who has an intervention", KeptBack.WORKING),
            ("NsiAppointment", "Who has an intervention", KeptBack.WORKING),
            ("HeldApart", "Who has each part of the case", KeptBack.WORKING),
            ("PrisonManager", "Who has the case in prison", KeptBack.WORKING),
            ("TransferPart", "Work on transfers", KeptBack.WORKING),
        )
    ),
)
