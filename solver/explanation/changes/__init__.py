"""What would it take: single changes that get a case served, each tried in a new solve."""
