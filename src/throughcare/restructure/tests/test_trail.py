"""Each change of phase is in the trail, with who, when, and the run that it rests on."""

from datetime import timedelta

from throughcare.audit.models import Entry
from throughcare.restructure.choices import Step
from throughcare.restructure.models import Run


def test_every_change_of_phase_is_in_the_trail_with_its_run(eve):
    eve.done(Step.PLAN)
    run = Run.objects.get(step=Step.PLAN)
    given_up = eve.take_in(eve.plan.text.replace("version: 2\n", "version: 3\n", 1))
    given_up.done(Step.PLAN)
    newer = Run.objects.filter(plan_id=given_up.plan_id, step=Step.PLAN).latest("pk")

    def told(reform, action: str) -> dict[str, object]:
        return dict(Entry.objects.get(action=action, subject_references=[str(reform.plan)]).detail)

    assert told(eve, "restructure.dry-run") == {"run": run.pk}
    assert told(eve, "restructure.aborted") == {"run": newer.pk, "because of": str(given_up.plan)}


def test_the_switch_the_abort_and_the_reversal_are_in_the_trail_with_their_runs(first_morning):
    def told(phase: str, plan: str) -> list[dict[str, object]]:
        found = Entry.objects.filter(
            action=f"restructure.{phase}", subject_references=[plan]
        ).order_by("written_at", "pk")
        return [dict(entry.detail) for entry in found]

    name = str(first_morning.plan)
    switched = Run.objects.get(step=Step.SWITCH)
    assert told("live", name) == [{"run": switched.pk}]

    first_morning.done(Step.ABORT)
    assert told("staged", name)[-1] == {"run": Run.objects.get(step=Step.ABORT).pk}
    first_morning.done(Step.SWITCH)

    back = first_morning.reversal(instant=first_morning.now + timedelta(days=1))
    back.done(Step.CHECK)
    back.go_live(now=first_morning.now + timedelta(days=1, minutes=1))
    reverse = Run.objects.filter(plan_id=back.plan_id, step=Step.SWITCH).latest("pk")
    assert told("reversed", name) == [{"run": reverse.pk, "because of": str(back.plan)}]


def test_that_the_books_agree_is_in_the_trail_with_its_run(reconciled):
    run = Run.objects.filter(step=Step.RECONCILE).latest("pk")

    entry = Entry.objects.get(action="restructure.reconciled")

    assert entry.detail == {"run": run.pk}
    assert entry.account_id == run.asked_by_id
