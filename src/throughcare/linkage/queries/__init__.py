"""What may be asked of records: whom they are of, and how well that is answered."""
