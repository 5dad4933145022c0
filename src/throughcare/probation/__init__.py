"""Supervising a person in the community: cases, sentences, requirements, contacts, appointments, risk flags."""
