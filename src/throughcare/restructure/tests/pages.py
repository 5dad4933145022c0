"""Where the pages of the plan are, and what a page says."""

REFERENCE = "transforming-rehabilitation-2014"
PLAN = f"/restructures/{REFERENCE}"
PAGES = (
    "",
    "/words",
    "/results",
    "/items",
    "/providers/ASP",
    "/readiness",
    "/freezes",
    "/day",
    "/books",
    "/evidence",
    "/gone-out",
)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())
