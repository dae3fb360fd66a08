"""The grammar of filters (Q2): AND binds tighter than OR, NOT tighter than AND."""

from functools import cache
from typing import cast

from lark import Lark

from constraints.filters.reading import Reader
from solver.facts.filters import Written

# Every regular expression below is linear: its alternatives begin with different
# characters, and no repetition stands inside another one over the same characters.
GRAMMAR = r"""
?start: disjunction
?disjunction: conjunction (_OR conjunction)*
?conjunction: negation (_AND negation)*
?negation: NOT negation -> negated
         | primary
?primary: LPAR disjunction RPAR -> bracketed
        | test
?test: NAME                                              -> bare
     | NAME COMPARISON literal                           -> comparison
     | NAME [NOT] IN LPAR literal (_COMMA literal)* RPAR -> among
     | NAME [NOT] (LIKE | CONTAINS | STARTSWITH) literal -> like
     | NAME [NOT] BETWEEN literal _AND literal           -> between
     | NAME IS [NOT] NULL                                -> is_null
?literal: TEXT           -> text
        | NUMBER         -> number
        | TRUE           -> true
        | FALSE          -> false
        | DURATION       -> duration
        | NOW            -> now
        | NOW PLUS DURATION  -> now_plus
        | NOW MINUS DURATION -> now_minus
        | NULL           -> null
        | NAME           -> word

_AND.2: /and(?![\w.])/i
_OR.2: /or(?![\w.])/i
NOT.2: /not(?![\w.])/i
IN.2: /in(?![\w.])/i
LIKE.2: /like(?![\w.])/i
CONTAINS.2: /contains(?![\w.])/i
STARTSWITH.2: /startswith(?![\w.])/i
BETWEEN.2: /between(?![\w.])/i
IS.2: /is(?![\w.])/i
NULL.2: /null(?![\w.])/i
TRUE.2: /true(?![\w.])/i
FALSE.2: /false(?![\w.])/i
NOW.2: /now(?![\w.])/i

NAME: /(?:[^\W\d]\w*|`[^`\n]+`)(?:\.(?:[^\W\d]\w*|`[^`\n]+`))*/
TEXT: /'(?:[^']|'')*'|"(?:[^"]|"")*"/
DURATION.1: /[0-9]+[mhdw](?![\w.])/i
NUMBER: /-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.])/
COMPARISON: /<>|!=|<=|>=|<|>|=(?!=)/
LPAR: "("
RPAR: ")"
_COMMA: ","
PLUS: "+"
MINUS: "-"

%ignore /\s+/
"""


@cache
def parser() -> Lark:
    """The parser, made at the first use; it recurses nowhere and may be shared by threads."""
    return Lark(GRAMMAR, parser="lalr", lexer="basic", transformer=Reader())


def read(text: str) -> Written:
    """The syntax tree of a filter; raises lark.UnexpectedInput."""
    return cast(Written, parser().parse(text))
