"""The door on the street: parse, call, print; decides nothing."""
