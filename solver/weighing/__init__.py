"""The weighted model: loads in whole units, and bounds that prices prove (02 section 3)."""
