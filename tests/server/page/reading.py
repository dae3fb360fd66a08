"""Pages as tests read them: texts, packed cases, and the elements that could load anything."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from dataclasses import dataclass, field
from html.parser import HTMLParser

from allotment.v1.assignment_service_pb2 import AssignResponse
from server.page.batch import batch_page
from solver.facts import Snapshot

VOID = {"meta", "input", "br", "link", "img"}
CELLS = {"td", "th", "li", "dt", "dd"}


@dataclass
class Element:
    """An element with its attributes and the text inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Read(HTMLParser):
    """What stands in a page, in its order."""

    source: str
    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.source)
        assert self.open == [], f"not closed: {self.open[-1]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, tag
        self.handle_data(" " if tag in CELLS else "")

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        """Elements of a kind."""
        return [element for element in self.elements if element.tag == tag]

    def by_id(self, name: str) -> Element:
        """The element of an id."""
        return next(one for one in self.elements if one.attributes.get("id") == name)

    def text_of(self, name: str) -> str:
        """Its text in one line."""
        return " ".join(self.by_id(name).text.split())

    def cases(self) -> list[str]:
        """The packed cases."""
        packs = [one for one in self.all("script") if one.attributes.get("class") == "pack"]
        texts: list[str] = []
        for pack in packs:
            texts += json.loads(zlib.decompress(b64decode(pack.text)))
        return texts


def page_of(response: AssignResponse, snapshot: Snapshot | None = None) -> Read:
    """The page of an answer; every element of it and of its cases is closed."""
    read = Read(batch_page(response, snapshot))
    for case in read.cases():
        Read(case)
    return read


def plain(html: str) -> str:
    """The text of a piece of a page in one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
