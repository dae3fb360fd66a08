"""Which tests and which code stand behind each row of the product's specification.

`make coverage` writes docs/coverage.md; `make check` fails when it is out of date, or
when a row that is built has no test that names it. `make coverage ARGS=--disable` takes
each rule out of a copy of the tree in turn: a test of its row must then fail.
"""
