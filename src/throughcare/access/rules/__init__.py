"""What is allowed, as plain functions: sessions, attempts to sign in, and the policy stated anew."""
