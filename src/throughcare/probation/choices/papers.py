"""Enumerations of documents."""

from django.db import models


class DocumentLevel(models.TextChoices):
    """What a document belongs to."""

    ADDRESS = "ADDRESS", "Address"
    ADDRESS_ASSESSMENT = "ADDRESS_ASSESSMENT", "Address assessment"
    AP_REFERRAL = "AP_REFERRAL", "Referral to approved premises"
    ASSESSMENT = "ASSESSMENT", "Assessment"
    CASE_ALLOCATION = "CASE_ALLOCATION", "Case allocation"
    CONTACT = "CONTACT", "Contact"
    COURT_REPORT = "COURT_REPORT", "Court report"
    CPS = "CPS", "Prosecution pack"
    EVENT = "EVENT", "Event"
    INSTITUTIONAL_REPORT = "INSTITUTIONAL_REPORT", "Institutional report"
    NSI = "NSI", "Intervention"
    PERSON = "PERSON", "Person"
    PERSONAL_CIRCUMSTANCE = "PERSONAL_CIRCUMSTANCE", "Personal circumstance"
    PERSONAL_CONTACT = "PERSONAL_CONTACT", "Personal contact"
    PRE_CONS = "PRE_CONS", "Previous convictions"
    REFERRAL = "REFERRAL", "Referral"
    REGISTER = "REGISTER", "Registration"
    UPW = "UPW", "Unpaid work appointment"


class DocumentSubject(models.TextChoices):
    """What a template is drafted about."""

    CASE = "case", "The case"
    WARNING = "warning", "A warning"
    BREACH = "breach", "A breach"
    RECALL = "recall", "A recall"
    APPOINTMENT = "appointment", "The next appointment"
