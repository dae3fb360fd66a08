"""What cases are about and who can do it, read anew from an ontology or a model (S9-S12).

Written from the page on learning: `header.json` and the arrays of a model, the terms of a
text, their weights. Plain Python, one text after the other.
"""

from __future__ import annotations

import io
import json
import math
import re
import zipfile
from collections import Counter
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from allotment.v1.agent_pb2 import Agent
from allotment.v1.assignment_service_pb2 import AssignRequest
from allotment.v1.case_pb2 import Case
from allotment.v1.explanation_pb2 import Topic
from allotment.v1.policy_pb2 import FitPolicy

Told = tuple[int, int]
"""Confidence in parts per million, and source."""


class SkillsBook:
    """What one file knows."""

    def __init__(self, path: Path) -> None:
        self.header: dict[str, Any] = {}
        self.arrays: dict[str, list[Any]] = {}
        text = path.read_text("utf-8") if path.suffix == ".yaml" else self._unzipped(path)
        ontology = yaml.safe_load(text)
        self.skills = sorted(ontology["skills"], key=lambda row: str(row["name"]))
        self.names = [row["name"] for row in self.skills]
        self.categories = {row["name"]: row["complexity"] for row in ontology.get("categories", [])}

    def _unzipped(self, path: Path) -> str:
        with zipfile.ZipFile(path) as archive:
            self.header = json.loads(archive.read("header.json"))
            for name in ("weights", "bias", "idf") if "text" in self.header else ():
                content = io.BytesIO(archive.read(f"{name}.npy"))
                self.arrays[name] = np.load(content, allow_pickle=False).tolist()
        return str(self.header["ontology"])

    @cached_property
    def idf(self) -> list[float]:
        """`ln((1+N)/(1+df)) + 1`."""
        count = self.header.get("case_count", 0)
        having = self.header.get("with_skill", [0] * len(self.names))
        return [math.log((1 + count) / (1 + df)) + 1 for df in having]

    def topics(self, case: Case) -> dict[int, Told]:
        """Of one case, by position of the skill."""
        words = re.findall(r"[^\W_]+", f"{case.subject}\n{case.description}".casefold())
        found: dict[int, Told] = {}
        if words and self.arrays:
            sure = self._inferred(words)
            least = self.header["text"]["threshold"]
            found = {
                at: (round(share * 1e6), Topic.SOURCE_INFERRED)
                for at, share in enumerate(sure)
                if share >= least
            }
        text = f" {' '.join(words)} "
        for at, row in enumerate(self.skills):
            for source, key in (
                (Topic.SOURCE_SYNONYM, "synonyms"),
                (Topic.SOURCE_KEYWORD, "keywords"),
            ):
                phrases = (
                    " ".join(re.findall(r"[^\W_]+", str(each).casefold()))
                    for each in row.get(key, [])
                )
                if any(f" {phrase} " in text for phrase in phrases):
                    found[at] = (1_000_000, source)
        return found

    def _inferred(self, words: list[str]) -> list[float]:
        place = {term: at for at, term in enumerate(self.header["text"]["terms"])}
        pairs = [f"{a} {b}" for a, b in pairwise(words)]
        runs = [
            f"#{f'_{word}_'[start : start + length]}"
            for word in words
            for length in (3, 4, 5)
            for start in range(max(len(word) + 2 - length + 1, 1))
        ]
        scores = list(self.arrays["bias"])
        for terms in (words + pairs, runs):
            counts = Counter(place[term] for term in terms if term in place)
            weighed = {
                at: (1 + math.log(count)) * self.arrays["idf"][at] for at, count in counts.items()
            }
            length = math.sqrt(sum(value**2 for value in weighed.values()))
            for at, value in weighed.items():
                for skill, weight in enumerate(self.arrays["weights"][at]):
                    scores[skill] += value / length * weight
        text = self.header["text"]
        slope, offset = text["slope"], text["offset"]
        return [1 / (1 + math.exp(-max(slope * score + offset, -700.0))) for score in scores]

    def effort(self, case: Case) -> float:
        """The case's own, else of its hardest topic, else of its category, else 1 (S12)."""
        if case.HasField("effort"):
            return case.effort
        hardest = [self.skills[at].get("complexity", 1) for at in self.topics(case)]
        return float(max(hardest) if hardest else self.categories.get(case.category, 1))

    def with_efforts(self, request: AssignRequest) -> AssignRequest:
        """The same request, every effort written out."""
        other = AssignRequest()
        other.CopyFrom(request)
        for case in other.cases:
            case.effort = self.effort(case)
        return other


class Matches:
    """Matches of the cases and agents of one request."""

    def __init__(self, book: SkillsBook, request: AssignRequest) -> None:
        self.book = book
        self.is_full = (
            request.policy.fit.manual_skill_match != FitPolicy.MANUAL_SKILL_MATCH_PROPORTIONAL
        )
        self.manual = {
            agent.agent_id: {row.name for row in agent.skills if row.manual}
            for agent in request.agents
        }
        self.grades = [self._grades(at, list(request.agents)) for at in range(len(book.names))]
        self._topics = {case.case_id: book.topics(case) for case in request.cases}

    def _grades(self, skill: int, agents: list[Agent]) -> dict[str, float]:
        known = {agent.agent_id: math.log1p(self._count(skill, agent)) for agent in agents}
        best = max(known.values(), default=0)
        name = self.book.names[skill]
        return {
            agent: 1.0 if name in self.manual[agent] else (value / best if best else 0.0)
            for agent, value in known.items()
        }

    def _count(self, skill: int, agent: Agent) -> int:
        for row in agent.skills:
            if row.name == self.book.names[skill] and row.HasField("case_count"):
                return row.case_count
        rows = self.book.header.get("resolved", {}).get(agent.agent_id, [])
        return int(dict(map(tuple, rows)).get(skill, 0))

    def topics(self, case_id: str) -> dict[str, Told]:
        """By name of the skill."""
        return {self.book.names[at]: told for at, told in self._topics[case_id].items()}

    def shares(self, case_id: str) -> dict[int, float]:
        """d / sum of d, in order of the skills."""
        weight = {
            at: confidence / 1e6 * self.book.idf[at]
            for at, (confidence, _) in sorted(self._topics[case_id].items())
        }
        total = sum(weight.values())
        return {at: value / total for at, value in weight.items()}

    def match(self, case_id: str, agent: str) -> float | None:
        """None: the case has no topic."""
        shares = self.shares(case_id)
        if not shares:
            return None
        if self.is_full and self.manual[agent] & {self.book.names[at] for at in shares}:
            return 1.0
        return min(sum(share * self.grades[at][agent] for at, share in shares.items()), 1.0)

    def best(self, case_id: str, agent: str) -> list[str]:
        """The skills that add most, five at most."""
        adds = {at: share * self.grades[at][agent] for at, share in self.shares(case_id).items()}
        known = sorted((at for at, value in adds.items() if value), key=lambda at: (-adds[at], at))
        return [self.book.names[at] for at in known[:5]]
