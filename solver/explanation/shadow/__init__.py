"""Shadow prices: what one more of something would be worth to the batch (02 section 5)."""
