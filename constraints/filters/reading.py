"""From the parser's pieces to the syntax tree (Q2). Nothing here raises: checks come later."""

from datetime import timedelta

from lark import Token, Transformer, v_args

from constraints.filters.bounds import MAX_DURATION
from constraints.filters.places import up_to
from solver.facts.filters import (
    Atom,
    Bracketed,
    Conjunction,
    Disjunction,
    Form,
    FromNow,
    Literal,
    LiteralValue,
    Name,
    Negation,
    Null,
    Place,
    Word,
    Written,
)

MINUTES = {"m": 1, "h": 60, "d": 60 * 24, "w": 60 * 24 * 7}
TOO_LONG = MAX_DURATION + timedelta(minutes=1)
"""Stands for every duration beyond the bound."""


@v_args(inline=True)
class Reader(Transformer[Token, Written]):
    """One method per alias of the grammar."""

    def disjunction(self, *parts: Written) -> Written:
        """Parts joined by OR."""
        return Disjunction(parts, _around(parts), _deepest(parts))

    def conjunction(self, *parts: Written) -> Written:
        """Parts joined by AND."""
        return Conjunction(parts, _around(parts), _deepest(parts))

    def negated(self, word: Token, part: Written) -> Written:
        """NOT and a part."""
        return Negation(part, up_to(_place(word), part.place), part.depth + 1)

    def bracketed(self, left: Token, part: Written, right: Token) -> Written:
        """A part in brackets."""
        return Bracketed(part, up_to(_place(left), _place(right)), part.depth + 1)

    def bare(self, field: Token) -> Written:
        """A field alone."""
        return Atom(_name(field), Form.BARE, _name(field), (), _place(field))

    def comparison(self, field: Token, operator: Token, value: Literal) -> Written:
        """A field and a value with an operator between."""
        place = up_to(_place(field), value.place)
        return Atom(_name(field), Form.COMPARISON, _keyword(operator), (value,), place)

    def among(self, field: Token, no: Token | None, *rest: Token | Literal) -> Written:
        """A field and a list of values."""
        values = tuple(one for one in rest if isinstance(one, Literal))
        operator, _, right = (one for one in rest if isinstance(one, Token))
        place = up_to(_place(field), _place(right))
        return Atom(_name(field), Form.IN, _keyword(operator), values, place, no is not None)

    def like(self, field: Token, no: Token | None, how: Token, value: Literal) -> Written:
        """A field and a pattern, a part or a beginning."""
        place = up_to(_place(field), value.place)
        return Atom(_name(field), Form.LIKE, _keyword(how), (value,), place, no is not None)

    def between(self, field: Token, no: Token | None, word: Token, *ends: Literal) -> Written:
        """A field and both ends of a range."""
        place = up_to(_place(field), ends[-1].place)
        return Atom(_name(field), Form.BETWEEN, _keyword(word), ends, place, no is not None)

    def is_null(self, field: Token, word: Token, no: Token | None, null: Token) -> Written:
        """A field that is, or is not, unknown."""
        place = up_to(_place(field), _place(null))
        return Atom(_name(field), Form.NULL, _keyword(word), (), place, no is not None)

    def text(self, token: Token) -> Literal:
        """A text: quotes off, doubled ones made single."""
        quote = token[0]
        return _literal(token[1:-1].replace(quote * 2, quote), token)

    def number(self, token: Token) -> Literal:
        """A number; infinite where it is too large."""
        return _literal(float(token), token)

    def true(self, token: Token) -> Literal:
        """TRUE."""
        return Literal(value=True, place=_place(token))

    def false(self, token: Token) -> Literal:
        """FALSE."""
        return Literal(value=False, place=_place(token))

    def duration(self, token: Token) -> Literal:
        """A number of minutes, hours, days or weeks."""
        return _literal(_duration(token), token)

    def now(self, token: Token) -> Literal:
        """The cycle's now."""
        return _literal(FromNow(), token)

    def now_plus(self, now: Token, _plus: Token, duration: Token) -> Literal:
        """A moment after now."""
        return Literal(FromNow(_duration(duration)), up_to(_place(now), _place(duration)))

    def now_minus(self, now: Token, _minus: Token, duration: Token) -> Literal:
        """A moment before now."""
        return Literal(FromNow(-_duration(duration)), up_to(_place(now), _place(duration)))

    def null(self, token: Token) -> Literal:
        """NULL, where a value should stand."""
        return _literal(Null(), token)

    def word(self, token: Token) -> Literal:
        """A word, where a value should stand."""
        return _literal(Word(str(token)), token)


def _name(token: Token) -> Name:
    return Name(token.replace("`", ""), _place(token))


def _keyword(token: Token) -> Name:
    return Name(token.upper(), _place(token))


def _literal(value: LiteralValue, token: Token) -> Literal:
    return Literal(value, _place(token))


def _place(token: Token) -> Place:
    return Place(token.start_pos or 0, token.end_pos or 0)


def _around(parts: tuple[Written, ...]) -> Place:
    return up_to(parts[0].place, parts[-1].place)


def _deepest(parts: tuple[Written, ...]) -> int:
    return max(part.depth for part in parts)


def _duration(token: Token) -> timedelta:
    minutes = int(token[:-1]) * MINUTES[token[-1].lower()]
    return TOO_LONG if minutes > MAX_DURATION / timedelta(minutes=1) else timedelta(minutes=minutes)
