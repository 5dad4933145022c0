"""Working as people do: a client that follows the links and fills the forms of real pages, and what each role does with it."""
