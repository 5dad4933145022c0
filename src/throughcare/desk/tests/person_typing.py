"""What people type about a person, group by group, and the codes that it needs."""

from throughcare.desk.tests.conftest import words
from throughcare.people.models import Code

DAY = {"starts_on-day": "1", "starts_on-month": "5", "starts_on-year": "2014"}
TYPED = {
    "names": ({"kind": "alias", "first": "Zeb", "last": "Nightjar"}, {"last": "Nightingale"}),
    "identifiers": (
        {"kind": "pnc", "supplied": "81/34U", "source": "Police"},
        {"supplied": "2001/0171310W"},
    ),
    "addresses": (
        {"status": "main", "lines": "7 Rookery Nook", "postcode": "xa1 1aa", **DAY},
        {"lines": "9 Rookery Nook"},
    ),
    "contact-details": (
        {"kind": "mobile", "value": "07700 900123", **DAY},
        {"value": "07700 900124"},
    ),
    "contact-preferences": (
        {"may_be_texted": "yes", "text_language": "cy", "channel": "text", **DAY},
        {"channel": "email"},
    ),
    "personal-contacts": (
        {"relationship_id": "relationship:NK", "name": "Bea Quill", "is_same_address": "on", **DAY},
        {"name": "Beatrice Quill"},
    ),
    "circumstances": (
        {"type_id": "circumstance:B", "detail_id": "circumstance-detail:CNP", **DAY},
        {"notes": "Nights"},
    ),
    "disabilities": ({"type_id": "disability:RM", "condition": "Hip", **DAY}, {"impact": "Stairs"}),
    "adjustments": ({"category_id": "adjustment:TIME", **DAY}, {"notes": "Afternoons"}),
    "equality-answers": (
        {"kind": "nationality", "answer": "told", "value_id": "nationality:POLI", **DAY},
        {"answer": "refused", "value_id": ""},
    ),
}


def make_codes() -> None:
    for key, description, parent in (
        ("relationship:NK", "Next of kin", ""),
        ("circumstance:B", "Employment", ""),
        ("circumstance-detail:CNP", "Temporary or casual work", "circumstance:B"),
        ("disability:RM", "Reduced mobility", ""),
        ("adjustment:TIME", "Longer or other times", ""),
        ("nationality:POLI", "Polish", ""),
        ("language:74", "Polish", ""),
    ):
        of, _, code = key.partition(":")
        Code.objects.create(key=key, list=of, code=code, description=description, parent=parent)


def newest(page, *, crn: str, group: str) -> str:
    """The address of the newest fact of a group, from the links of its page."""
    start = f"/people/{crn}/facts/{group}/"
    found = [part.partition('/change"')[0] for part in words(page).split(f'href="{start}')[1:]]
    keys = [key for key in found if len(key) == 36]
    return f"{start}{keys[-1] if group in {'names', 'identifiers'} else keys[0]}"
