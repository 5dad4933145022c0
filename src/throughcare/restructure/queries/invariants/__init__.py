"""The invariants that hold at every instant, for every plan (restructure rules, section 11).

Each is one question to the database that names what breaks it. `restructure verify` asks them all, on any database, at
any time; nothing is sampled.
"""

from throughcare.restructure.queries.invariants import access, owners, records, sameness, steps
from throughcare.restructure.queries.invariants.asking import Invariant

INVARIANTS = tuple(
    Invariant(id=number, says=says, breaks=breaks)
    for number, says, breaks in (
        ("I1", "every item has one owner, or a hold with a date", owners.one_owner),
        ("I2", "ownership covers an item's life without a gap", owners.no_gap),
        ("I3", "items before equal items after", records.same_count),
        ("I4", "content before equals content after", records.same_content),
        ("I5", "a person is not split", owners.one_case_for_a_person),
        (
            "I6",
            "no open item is with a closed unit, and what it still owns is read by its keeper",
            owners.closed_units_own_what_is_kept,
        ),
        ("I7", "every assignment cites its rule, which gives it again", steps.cites_a_rule),
        ("I8", "exceptions to access are dated", access.access_is_worked_out),
        ("I9", "nobody reads through a closed unit", access.nobody_reads_through_a_closed_unit),
        ("I10", "risk flags stay readable", access.flags_stay_readable),
        ("I11", "statutory clocks keep their due dates", records.clocks_stay),
        ("I12", "messages arrive, or are listed with an owner", records.messages_arrive),
        ("I13", "the past gives the same answers", owners.past_stays),
        ("I14", "a step done twice changes nothing more", steps.staging_is_whole),
        (
            "I15",
            "the same inputs give the same outputs, to the byte",
            sameness.same_inputs_same_outputs,
        ),
        ("I16", "a reversal gives everything back", owners.reversal_gives_back),
        ("I17", "nobody approves what they made", steps.maker_is_not_approver),
        ("I18", "every closed unit leads to an open one", owners.closed_units_resolve),
        ("I19", "every step is in a trail that is whole", steps.steps_are_in_the_trail),
        ("I20", "no step can write a record", records.engine_only_reads),
    )
)

__all__ = ["INVARIANTS", "Invariant"]
