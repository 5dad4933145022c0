"""Tables of check-ins. They hold numbers and answers; who somebody is and how they are reached stays where it is."""

from throughcare.checkins.models.checkins import CheckIn, HelpAsked, Video
from throughcare.checkins.models.registrations import Registration

__all__ = ["CheckIn", "HelpAsked", "Registration", "Video"]
