import pytest
from django.db import connection


@pytest.mark.django_db
def test_a_statement_that_is_run_again_and_again_is_prepared_with_its_values_apart():
    with connection.cursor() as cursor:
        for number in range(4):
            cursor.execute("SELECT %s::integer + 41", [number])
        cursor.execute(
            "SELECT statement FROM pg_prepared_statements WHERE statement LIKE %s", ["%+ 41"]
        )
        assert cursor.fetchall() == [("SELECT $1::integer + 41",)]
