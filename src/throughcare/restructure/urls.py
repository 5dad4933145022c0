"""Addresses of the restructure."""

from django.urls import path

from throughcare.restructure.views import (
    day,
    evidence,
    freezes,
    guide,
    items,
    plans,
    providers,
    public,
    readiness,
    results,
    runs,
    sign_offs,
    signing,
)

app_name = "restructure"

PLAN = "restructures/<slug:reference>"

urlpatterns = [
    path("guide", guide.guide, name="guide"),
    path("guide/<slug:step>", guide.take_step, name="guide_step"),
    path("restructures", plans.plans, name="plans"),
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}/runs", plans.runs, name="runs"),
    path(f"{PLAN}/runs/<int:number>", runs.run, name="run"),
    path(f"{PLAN}/reversals", plans.reversals, name="reversals"),
    path(f"{PLAN}/words", plans.words, name="words"),
    path(f"{PLAN}/approvals", signing.approvals, name="approvals"),
    path("readiness/<slug:reference>", public.public_readiness, name="public_readiness"),
    path("parodrwydd/<slug:reference>", public.public_readiness_cy, name="public_readiness_cy"),
    path(f"{PLAN}/readiness", readiness.readiness, name="readiness"),
    path(f"{PLAN}/readiness/<slug:which>", readiness.gate, name="gate"),
    path(f"{PLAN}/readiness/<slug:which>/statements", readiness.statements, name="statements"),
    path(
        f"{PLAN}/readiness/<slug:which>/statements/<int:number>/approval",
        readiness.statement_approval,
        name="statement_approval",
    ),
    path(f"{PLAN}/readiness/<slug:which>/acceptance", readiness.acceptance, name="acceptance"),
    path(f"{PLAN}/capacity", readiness.capacity, name="capacity"),
    path(f"{PLAN}/publication", readiness.publication, name="publication"),
    path(f"{PLAN}/freezes", freezes.freezes, name="freezes"),
    path(f"{PLAN}/freezes/<int:number>/approval", freezes.freeze_approval, name="freeze_approval"),
    path(f"{PLAN}/freezes/<int:number>/end", freezes.freeze_end, name="freeze_end"),
    path(f"{PLAN}/day", day.day, name="day"),
    path(f"{PLAN}/day/switch", day.switch, name="switch"),
    path(f"{PLAN}/day/smoke", day.smoke, name="smoke"),
    path(f"{PLAN}/day/tries", day.tries, name="tries"),
    path(f"{PLAN}/day/abort", day.abort, name="abort"),
    path(f"{PLAN}/providers/<str:code>", providers.provider, name="provider"),
    path(f"{PLAN}/results", results.results, name="results"),
    path(f"{PLAN}/loads", results.loads, name="loads"),
    path(f"{PLAN}/items", items.items, name="items"),
    path(f"{PLAN}/items/<str:kind>/<int:item_id>", items.item, name="item"),
    path(f"{PLAN}/items/<str:kind>/<int:item_id>/holds", items.holds, name="holds"),
    path(f"{PLAN}/items/<str:kind>/<int:item_id>/overrides", items.overrides, name="overrides"),
    path(
        f"{PLAN}/overrides/<int:number>/approval",
        signing.override_approval,
        name="override_approval",
    ),
    path(f"{PLAN}/books", evidence.books, name="books"),
    path(f"{PLAN}/differences/<int:number>/explanation", evidence.explanation, name="explanation"),
    path(
        f"{PLAN}/differences/<int:number>/approval",
        evidence.explanation_approval,
        name="explanation_approval",
    ),
    path(f"{PLAN}/sign-offs", sign_offs.sign_offs, name="sign_offs"),
    path(f"{PLAN}/sign-offs/<str:code>", sign_offs.sign_off, name="sign_off"),
    path(f"{PLAN}/sign-offs/<str:code>/acceptance", sign_offs.acceptance, name="list_acceptance"),
    path(f"{PLAN}/sign-offs/<str:code>/exceptions", sign_offs.exceptions, name="exceptions"),
    path(
        f"{PLAN}/sign-offs/<str:code>/exceptions/<int:number>",
        sign_offs.exception,
        name="exception",
    ),
    path(
        f"{PLAN}/sign-offs/<str:code>/exceptions/<int:number>/outcome",
        sign_offs.outcome,
        name="outcome",
    ),
    path(f"{PLAN}/evidence", evidence.evidence, name="evidence"),
    path(f"{PLAN}/evidence.pdf", evidence.evidence_pdf, name="evidence_pdf"),
    path(f"{PLAN}/evidence.json", evidence.evidence_json, name="evidence_json"),
]
