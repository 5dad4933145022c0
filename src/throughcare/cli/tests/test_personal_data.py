import argparse
import json

from throughcare.cli import personal_data


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    personal_data.arguments(parser)
    return personal_data.run(parser.parse_args(words))


def test_the_list_is_printed_as_json_with_who_owns_a_row(capsys):
    status = run("--json")

    found = {line["table"]: line for line in json.loads(capsys.readouterr().out)}
    assert status == 0
    assert found["probation_contact"] == {
        "room": "probation",
        "table": "probation_contact",
        "personal": ["notes", "hours_credited"],
        "owner": "whoever owns its `case`",
    }
    assert found["probation_courtreport"]["owner"] == (
        "the unit that `probation_courtreportassignment` gives it to"
    )
    assert "probation_offence" not in found


def test_the_page_says_the_same(capsys):
    status = run()

    assert status == 0
    assert capsys.readouterr().out == personal_data.page()
