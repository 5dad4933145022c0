"""Who a person is: names and aliases, dates of birth, identifiers, addresses. Not what was done with them."""
