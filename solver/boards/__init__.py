"""Who of the served cases goes to whom, with weights: a better fit of a plan (02 section 3)."""
