"""What a body takes with it has to be declared: no number may name somebody else in another database."""

from django.apps import apps
from django.db import models

from throughcare.handover.queries.shapes import shapes
from throughcare.handover.rules.shapes import Shape


def silent_numbers(shape: Shape) -> list[str]:
    """Columns that name a row of some table by a number, without a key and without a word of which."""
    led = {link.column for link in shape.links}
    return [
        f"{shape.label}.{field.name} names a row, and no PointsAt says of which table"
        for field in apps.get_model(shape.label)._meta.concrete_fields
        if isinstance(field, models.IntegerField)
        and not field.primary_key
        and field.name.endswith("_id")
        and field.column not in led
    ]


def test_every_number_that_goes_into_a_package_says_what_it_names():
    assert [line for shape in shapes().all for line in silent_numbers(shape)] == []


def test_the_wall_sees_a_number_that_says_nothing():
    contact = shapes()["probation.Contact"]
    without = Shape(**vars(contact) | {"links": contact.links[:1]})

    assert silent_numbers(without) == [
        f"probation.Contact.{column} names a row, and no PointsAt says of which table"
        for column in ("author_id", "post_id", "changed_by_id")
    ]


def test_whatever_a_package_points_at_is_in_packages():
    assert [
        f"{shape.label}.{link.column}"
        for shape in shapes().all
        for link in shape.links
        if link.to not in shapes()
    ] == []


def test_every_column_has_a_type_that_files_have():
    assert {column.file_type for shape in shapes().all for column in shape.columns} != set()


def test_nothing_that_somebody_proves_themselves_with_goes_into_a_package():
    secrets = {
        *("access.Password", "access.CodeKey", "access.RecoveryCode", "access.Passkey"),
        *("access.Invitation", "access.ProviderLink", "access.Attempts", "access.Equality"),
    }

    assert secrets <= set(shapes().left_out)
