"""Random sent scores of every kind."""

from __future__ import annotations

import base64
import struct

from tests.referee.instances.dice import Dice, Row

UNLISTED = (
    "UNLISTED_UNSPECIFIED",
    "UNLISTED_INELIGIBLE",
    "UNLISTED_ZERO",
    "UNLISTED_COMPUTE",
    "UNLISTED_COMPUTE",
)


def matrices(dice: Dice, case_count: int, agent_count: int, pillars: list[str]) -> list[Row]:
    """Nothing, a fit, pillars, or all of them."""
    if dice.chance(0.4):
        return []
    rows = []
    if dice.chance(0.3) or dice.about("owners", 0.5):
        rows.append({"kind": "KIND_FIT"} | values(dice, case_count, agent_count))
    for pillar in pillars:
        if dice.chance(0.5 if pillar == "mood" else 0.2):
            row = {"kind": "KIND_PILLAR", "pillar": pillar}
            sent = values(dice, case_count, agent_count)
            if pillar == "mood" and "sparse" in sent:
                sent["sparse"]["unlisted"] = dice.one(UNLISTED[:3])
            rows.append(row | sent)
    return rows


def efforts(dice: Dice, case_count: int, agent_count: int) -> list[Row]:
    """Now and then what cases cost single agents (S13, L2)."""
    if dice.chance(0.7):
        return []
    sent = sparse(dice, case_count, agent_count)
    sent["values"] = [dice.one((0.25, 0.5, 1, 1.3, 3)) for _ in sent["values"]]
    sent["unlisted"] = dice.one(("UNLISTED_COMPUTE", "UNLISTED_COMPUTE", "UNLISTED_INELIGIBLE"))
    return [{"kind": "KIND_EFFORT", "sparse": sent}]


def values(dice: Dice, case_count: int, agent_count: int) -> Row:
    if dice.chance(0.5):
        return {"dense": dense(dice, case_count, agent_count)}
    return {"sparse": sparse(dice, case_count, agent_count)}


def dense(dice: Dice, case_count: int, agent_count: int) -> Row:
    cells = [dice.share() for _ in range(case_count * agent_count)]
    if dice.chance(0.5):
        encoding, packed = "ENCODING_FLOAT32", struct.pack(f"<{len(cells)}f", *cells)
    else:
        encoding = "ENCODING_UINT16"
        packed = struct.pack(f"<{len(cells)}H", *(round(cell * 65535) for cell in cells))
    return {
        "encoding": encoding,
        "caseCount": case_count,
        "agentCount": agent_count,
        "cells": base64.b64encode(packed).decode(),
    }


def sparse(dice: Dice, case_count: int, agent_count: int) -> Row:
    """Most of the pairs, in random order."""
    pairs = [(case, agent) for case in range(case_count) for agent in range(agent_count)]
    listed = dice.shuffled([pair for pair in pairs if dice.chance(0.7)])
    return {
        "caseIndexes": [case for case, _ in listed],
        "agentIndexes": [agent for _, agent in listed],
        "values": [dice.share() for _ in listed],
        "unlisted": dice.one(UNLISTED),
    }
