"""Addresses of the pages of victim liaison officers. None is under a case: a person's record leads to no victim."""

from django.urls import path

from throughcare.desk.views import victims

_FILE = "victim-contacts/<slug:reference>"

urlpatterns = [
    path("victim-contacts", victims.contacts, name="victim_contacts"),
    path("victim-contacts/new", victims.new_contact, name="new_victim_contact"),
    path(_FILE, victims.victim, name="victim"),
    path(f"{_FILE}/log", victims.log, name="victim_log"),
    path(f"{_FILE}/details", victims.details, name="victim_details"),
    path(f"{_FILE}/end", victims.ending, name="victim_ending"),
    path(f"{_FILE}/requests/<int:number>/answer", victims.answer, name="victim_answer"),
    path(f"{_FILE}/tasks/<slug:because>/outcome", victims.outcome, name="victim_outcome"),
    path(f"{_FILE}/<slug:part>/new", victims.addition, name="victim_addition"),
]
