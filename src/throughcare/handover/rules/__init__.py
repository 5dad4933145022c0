"""What a package is, in plain Python: shapes of tables, digests of records, the manifest, the data dictionary."""
