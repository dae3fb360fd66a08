"""The weighted model: loads of agents in whole units, and bounds that prices prove (02 section 3)."""
