"""One batch as one page: a file that needs nothing else, to be opened, shared and printed."""
