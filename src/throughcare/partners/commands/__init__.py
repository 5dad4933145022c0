"""What is told outside, and to whom."""

from throughcare.partners.commands.announcing import announce, announce_to_all
from throughcare.partners.commands.telling import tell
from throughcare.partners.commands.webhooks import end_webhook, make_webhook, resume_webhook

__all__ = [
    "announce",
    "announce_to_all",
    "end_webhook",
    "make_webhook",
    "resume_webhook",
    "tell",
]
