"""Addresses of the restructure."""

from django.urls import path

from throughcare.restructure.views import evidence, guide, items, plans, results, signing

app_name = "restructure"

PLAN = "restructures/<slug:reference>"

urlpatterns = [
    path("guide", guide.guide, name="guide"),
    path("guide/<slug:step>", guide.take_step, name="guide_step"),
    path("restructures", plans.plans, name="plans"),
    path(PLAN, plans.plan, name="plan"),
    path(f"{PLAN}/runs", plans.runs, name="runs"),
    path(f"{PLAN}/reversals", plans.reversals, name="reversals"),
    path(f"{PLAN}/words", plans.words, name="words"),
    path(f"{PLAN}/approvals", signing.approvals, name="approvals"),
    path(f"{PLAN}/readiness", results.readiness, name="readiness"),
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
    path(f"{PLAN}/evidence", evidence.evidence, name="evidence"),
    path(f"{PLAN}/evidence.pdf", evidence.evidence_pdf, name="evidence_pdf"),
    path(f"{PLAN}/evidence.json", evidence.evidence_json, name="evidence_json"),
]
