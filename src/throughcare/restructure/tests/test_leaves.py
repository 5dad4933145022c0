"""A leaf says which record it is of, so that one that is altered is named and those beside it are not."""

from throughcare.restructure.choices import Step
from throughcare.restructure.queries import kinds, reconciliation, sql
from throughcare.restructure.queries.kinds import HASH_BITS


def test_each_leaf_has_the_number_of_its_record(first_morning):
    for kept in kinds.kept():
        there = first_morning.rows(
            f"select d.case_id, u.leaf >> {HASH_BITS} from restructure_digest d, unnest(d.leaves) as u (leaf)"
            " where d.plan_id = %s and d.kind = %s order by 1, 2",
            first_morning.plan_id,
            kept.label,
        )

        assert there == first_morning.rows(
            f"select {kept.through}, {kept.number}::bigint from {kept.table} order by 1, 2"
        )


def test_a_record_that_is_added_to_a_case_with_others_makes_none_of_them_differ(first_morning):
    sql.write(
        "insert into probation_contact (case_id, number, type_id, starts_at, notes, is_sensitive, recorded_at, version)"
        " select case_id, 9999, type_id, starts_at, '', false, recorded_at, 1 from probation_contact"
        " where case_id = (select case_id from probation_contact group by 1 having count(*) > 1 order by 1 limit 1) limit 1"
    )

    found = first_morning.done(Step.RECONCILE)["differences"]

    assert found["content"] == 0


def test_of_a_case_with_several_records_the_altered_one_is_named_alone(first_morning):
    [(number, case_id)] = first_morning.rows(
        "select min(id), case_id from probation_contact group by 2 having count(*) > 1 order by 2 limit 1"
    )
    sql.write("update probation_contact set notes = notes || '.' where id = %s", [number])

    found = first_morning.done(Step.RECONCILE)["differences"]

    assert case_id
    assert found["content"] == 1


def test_a_value_that_goes_to_another_column_and_one_that_is_emptied_are_another_leaf(
    first_morning,
):
    kept = next(each for each in kinds.kept() if each.table == "probation_contact")
    leaf = reconciliation.leaf_of(kept)
    (number,) = first_morning.rows("select min(id) from probation_contact")[0]

    def with_values(**values: str) -> int:
        listed = ", ".join(f"{name} = {value}" for name, value in values.items())
        sql.write(f"update probation_contact set {listed} where id = %s", [number])
        return int(sql.value(f"select {leaf} from probation_contact t where id = %s", [number]))

    once = with_values(office_id="7", post_id="8", hours_credited="null")

    assert with_values(office_id="8", post_id="7") != once
    assert with_values(office_id="7", post_id="null") != once
    assert with_values(post_id="8") == once
    assert with_values(hours_credited="0") != once


def test_every_table_that_is_kept_has_a_leaf_of_all_its_columns(first_morning):
    for kept in kinds.kept():
        leaf = reconciliation.leaf_of(kept)
        columns = first_morning.rows(
            "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped",
            kept.table,
        )

        assert [
            name for (name,) in columns if f"t.{name}" not in leaf and f't."{name}"' not in leaf
        ] == []
        first_morning.rows(f"select {leaf} from {kept.table} t")
