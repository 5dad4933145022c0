"""People and cases over the interface."""

from datetime import timedelta

import pytest
from django.test import Client

from throughcare.access import commands as access
from throughcare.access.models import ProgramKey, Restriction
from throughcare.access.tests.small_nation import LONG_AGO, NOW, unit_of
from throughcare.audit import queries as audit
from throughcare.clock import queries as clock
from throughcare.people.models import Name
from throughcare.probation.models import Appointment, Contact, Outcome

CRN = "X000003"


def close_to(case, account) -> None:
    Restriction.objects.create(
        person_id=case.person_id,
        account_id=account.pk,
        kind="exclusion",
        reason="A relative works there",
        starts_at=LONG_AGO,
        made_by_id=account.pk,
    )


def reads(account) -> list[tuple[str, str]]:
    return [
        (act.detail["part"], act.detail["view"])
        for act in audit.acts_by(account_id=account.pk, limit=5)
        if act.action == "case.read"
    ]


def test_a_program_reads_a_case_that_its_post_reads_and_that_is_in_the_trail(program, case):
    answer = program.get(f"/cases/{CRN}")

    told = answer.json()
    assert answer.status_code == 200
    assert (told["crn"], told["first_name"], told["last_name"]) == (CRN, "Ann", "Other")
    assert (told["owner"]["provider"], told["owner"]["unit"]) == ("C05", "C05T")
    assert reads(program.account) == [("interface: case", "full")]


def test_elsewhere_it_is_refused_in_a_problem_document_without_a_word_of_the_person(stranger, case):
    answer = stranger.get(f"/cases/{CRN}")

    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")
    assert answer.json()["detail"] == "The account may not read this case in full."
    assert "Other" not in answer.content.decode()
    assert reads(stranger.account) == [("interface: case", "none")]


def test_a_limited_record_is_refused_and_the_attempt_is_in_the_trail(program, case):
    close_to(case, program.account)

    answer = program.get(f"/cases/{CRN}/contacts")

    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("This record is limited.")
    assert reads(program.account) == [("interface: contacts", "refused")]


def test_without_a_key_nothing_is_answered_and_a_session_counts_for_nothing(program, case):
    browser = Client()
    browser.post("/sign-in/demonstration", {"username": "officer-c05"})

    answers = [Client().get(f"/api/v1/cases/{CRN}"), browser.get(f"/api/v1/cases/{CRN}")]

    assert [each.status_code for each in answers] == [401, 401]
    assert [each.headers["WWW-Authenticate"] for each in answers] == ["Bearer", "Bearer"]


def test_a_key_that_ended_is_no_key(program):
    key = ProgramKey.objects.get(account=program.account)
    access.end_key(reference=key.reference, now=NOW, machine_now=clock.machine_now())

    assert program.get("/code-lists").status_code == 401


def test_a_program_that_asks_too_often_is_told_to_wait(program, settings):
    settings.API_REQUESTS = 2

    answers = [program.get("/code-lists") for _ in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_the_log_is_read_part_by_part_and_no_entry_twice(program, case):
    Contact.objects.bulk_create(
        Contact(
            case=case,
            number=number,
            type_id="CTOA",
            starts_at=LONG_AGO + timedelta(days=number),
            recorded_at=LONG_AGO,
        )
        for number in range(2, 6)
    )

    first = program.get(f"/cases/{CRN}/contacts", limit="3").json()
    second = program.get(f"/cases/{CRN}/contacts", limit="3", after=first["next"]).json()

    assert [each["number"] for each in first["entries"] + second["entries"]] == [5, 4, 3, 2, 1]
    assert second["next"] is None


def test_a_position_that_no_answer_gave_is_refused(program, case):
    answers = [
        program.get(f"/cases/{CRN}/contacts", after=after) for after in ("x", "2014-06-01~1", "~")
    ]

    assert [each.status_code for each in answers] == [409, 409, 409]


def test_notes_that_are_sensitive_do_not_leave(program, case):
    Contact.objects.filter(case=case).update(is_sensitive=True)

    (entry,) = program.get(f"/cases/{CRN}/contacts").json()["entries"]

    assert (entry["number"], entry["notes"]) == (1, "")


def test_a_program_writes_into_the_log(program, case):
    answer = program.post(
        f"/cases/{CRN}/contacts",
        {"type": "CTOA", "starts_at": "2014-06-02T08:00:00Z", "notes": "Rang about Friday."},
    )

    kept = Contact.objects.get(case=case, number=answer.json()["number"])
    assert answer.status_code == 201
    assert (kept.notes, kept.author_id) == ("Rang about Friday.", program.account.pk)


def test_what_the_rules_refuse_is_answered_with_every_reason_and_nothing_is_written(program, case):
    answer = program.post(
        f"/cases/{CRN}/contacts", {"type": "ZZZZ", "starts_at": "2015-01-01T08:00:00Z"}
    )

    assert answer.status_code == 409
    assert len(answer.json()["reasons"]) > 1
    assert Contact.objects.filter(case=case).count() == 1


@pytest.mark.parametrize(
    ("path", "starts_at"),
    [("contacts", "2014-05-20T09:00:00Z"), ("appointments", "2014-06-20T09:00:00Z")],
)
def test_what_lasts_for_weeks_is_refused_and_nothing_is_written(program, case, path, starts_at):
    sent = {"type": "COAP", "starts_at": starts_at, "ends_at": "2014-08-02T10:30:00Z"}

    answer = program.post(f"/cases/{CRN}/{path}", sent | {"outcome": "ATTC"})

    assert [each["code"] for each in answer.json()["reasons"]] == ["too-long"]
    assert (Contact.objects.filter(case=case).count(), Appointment.objects.count()) == (1, 0)


def test_what_cannot_be_read_is_told_by_its_place_and_not_in_its_words(program, case):
    answer = program.post(
        f"/cases/{CRN}/contacts", {"type": "CTOA", "starts_at": "Ann Other came at nine"}
    )

    assert answer.status_code == 422
    assert [each["sentence"].split(":")[0] for each in answer.json()["reasons"]] == [
        "body.sent.starts_at"
    ]
    assert "Ann" not in answer.content.decode()


def test_what_is_no_json_is_answered_with_a_problem_document(program, case):
    answer = Client().post(
        f"/api/v1/cases/{CRN}/contacts",
        b"\x00",
        content_type="application/json",
        headers=program.headers,
    )

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["detail"] == "Send JSON."


def test_the_description_says_of_which_years_a_moment_may_be():
    described = Client().get("/api/v1/openapi.json").json()["components"]["schemas"]

    assert described["NewContact"]["properties"]["starts_at"]["pattern"] == "^(19|20|21)[0-9]{2}-"


def test_a_program_that_only_reads_writes_nothing(stranger, case):
    answer = stranger.post(
        f"/cases/{CRN}/contacts", {"type": "CTOA", "starts_at": "2014-06-02T08:00:00Z"}
    )

    assert answer.status_code == 403
    assert Contact.objects.filter(case=case).count() == 1


def test_an_appointment_is_made_and_a_clash_is_refused(program, case):
    sent = {
        "type": "COAP",
        "starts_at": "2014-06-03T09:00:00Z",
        "ends_at": "2014-06-03T09:30:00Z",
    }

    made = program.post(f"/cases/{CRN}/appointments", sent)
    again = program.post(f"/cases/{CRN}/appointments", sent)

    assert (made.status_code, again.status_code) == (201, 409)
    assert [
        each["key"] for each in program.get(f"/cases/{CRN}/appointments").json()["appointments"]
    ] == [made.json()["key"]]
    assert Appointment.objects.filter(case=case).count() == 1


def test_an_appointment_is_held_at_an_office_of_the_provider_and_nowhere_else(
    program, case, nation
):
    unit_of("C05O", kind="office", parent=nation.units["C05"])
    sent = {
        "type": "COAP",
        "starts_at": "2014-06-03T09:00:00Z",
        "ends_at": "2014-06-03T09:30:00Z",
    }

    known = program.get(f"/cases/{CRN}/offices").json()
    elsewhere = program.post(f"/cases/{CRN}/appointments", sent | {"office": "N02O"})
    here = program.post(f"/cases/{CRN}/appointments", sent | {"office": "C05O"})

    assert known == {"offices": [{"code": "C05O", "description": "C05O"}]}
    assert (elsewhere.json()["reasons"][0]["code"], here.status_code) == ("no-such-office", 201)
    assert Appointment.objects.get(case=case).office_id is not None


def test_an_outcome_is_recorded_once(program, case, slot):
    key = program.get(f"/cases/{CRN}/appointments").json()["appointments"][0]["key"]
    path = f"/cases/{CRN}/appointments/{key}/outcome"

    answers = [program.post(path, {"outcome": "ATTC", "notes": "Came."}) for _ in range(2)]

    assert [each.status_code for each in answers] == [201, 409]
    assert Contact.objects.get(case=case, outcome="ATTC").notes == "Came."


def test_a_code_that_another_system_has_for_the_same_outcome_is_taken_as_that_outcome(
    program, case, slot
):
    """Trap: two systems held the same list with different codes for one thing (domain rules, 32)."""
    Outcome.objects.get_or_create(
        code="UAAB",
        defaults={
            "description": "Absent",
            "is_attended": False,
            "is_complied": False,
            "is_offered": True,
        },
    )
    key = program.get(f"/cases/{CRN}/appointments").json()["appointments"][0]["key"]

    answer = program.post(f"/cases/{CRN}/appointments/{key}/outcome", {"outcome": "UACP"})

    assert answer.status_code == 201
    assert Contact.objects.get(case=case, number=answer.json()["number"]).outcome_id == "UAAB"


def test_there_is_no_appointment_at_a_key_that_names_none(program, case):
    answer = program.post(
        f"/cases/{CRN}/appointments/2014-06-03T0900Z/outcome", {"outcome": "ATTC"}
    )

    assert (answer.status_code, program.get("/cases/X999999").status_code) == (404, 404)


def test_the_cases_of_a_unit_show_one_that_is_closed_as_limited(program, nation, case):
    close_to(case, program.account)

    (line,) = program.get("/cases", unit="c05t").json()["cases"]

    assert line == {
        "crn": CRN,
        "is_limited": True,
        "unit": None,
        "officer": None,
        "rosh": None,
        "next_appointment_at": None,
    }


def test_somebody_is_found_by_name_and_somebody_limited_by_number_alone(program, case):
    Name.objects.filter(person_id=case.person_id).update(last="Quill", search_text="ANN QUILL")
    open_to_it = program.post("/people/searches", {"text": "Quill"}).json()
    close_to(case, program.account)

    closed = program.post("/people/searches", {"text": "Quill"}).json()

    assert [(each["crn"], each["last_name"]) for each in open_to_it["people"]] == [(CRN, "Quill")]
    assert [(each["crn"], each["last_name"]) for each in closed["people"]] == [(CRN, "")]
