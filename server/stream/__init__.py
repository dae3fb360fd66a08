"""AssignStream: chunks of a request in, steps of an answer out (03)."""
