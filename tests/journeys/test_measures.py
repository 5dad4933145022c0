"""A manager looks at the figures of a team on the eve of the reform: none is asked of a trust, and the caseload opens to its cases."""

import re

from playwright.sync_api import expect

from tests.journeys.browser import heading, judge, sign_in

A_TEAM = """
SELECT u.username, k.code
FROM access_post p
JOIN access_account u ON u.id = p.account_id
JOIN access_postassignment a ON a.item_id = p.id
JOIN organisation_unitcode k ON k.unit_id = a.holder_id
WHERE p.role = 'manager'
  AND EXISTS (SELECT FROM probation_caseassignment x JOIN probation_sentence s ON s.case_id = x.item_id
              WHERE x.holder_id = a.holder_id AND s.imposed_on < '2014-03-01')
ORDER BY p.id LIMIT 1
"""


def test_a_manager_opens_a_figure_to_its_cases(page, served):
    [(username, code)] = served.rows(A_TEAM)
    sign_in(page, str(username))

    page.get_by_role("link", name="Measures", exact=True).click()
    heading(page, "Measures")
    expect(page.get_by_text("No service levels")).to_be_visible()
    judge(page, "measures-none")
    page.get_by_role("textbox", name="Code of the provider or team").fill("Z99")
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the code of a provider or team")
    judge(page, "measures-refused")

    page.goto(f"/measures/statistics?unit={code}")
    heading(page, "Statistics of a quarter")
    judge(page, "measures-statistics")
    page.get_by_role("link", name=re.compile("Everybody$")).click()
    heading(page, "People on the last day: Everybody")
    expect(page.get_by_role("table")).to_be_visible()
    judge(page, "measures-statistics-cases")
