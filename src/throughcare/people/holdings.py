"""What people keeps. A person has no owner; who answers for one is said by their case."""

from throughcare.organisation.holdings import Shared, declare

declare(
    Shared(table="people.Person"),
    Shared(table="people.Name"),
    Shared(table="people.Identifier"),
    Shared(table="people.Address"),
    Shared(table="people.Word"),
)
