"""The sub-commands: parse, call one command or query, print."""
