"""Problems too large to hold: a sparse core, and prices for all other pairs (02 section 3)."""
