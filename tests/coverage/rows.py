"""The rows of the specification, in a few words of our own, and what is still to come."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A row. later: what of it a later issue brings, empty if nothing."""

    row_id: str
    about: str
    later: str = ""


ROWS = (
    Row("Q1", "queue named by the case"),
    Row("Q2", "virtual queues by filters"),
    Row("Q3", "priority buckets"),
    Row("Q4", "chains of fallback queues"),
    Row("Q5", "drain groups"),
    Row("Q6", "a case in several queues"),
    Row("Q7", "switches of a queue: off, recommend only, hours, presence, least fit"),
    Row("Q8", "round robin, always or in windows"),
    Row("Q9", "limits overridden for priority cases"),
    Row("Q10", "catch-all, and what falls into it"),
    Row("Q11", "teams and virtual accounts, named once"),
    Row("Q12", "mandatory skills and attributes, widening"),
    Row("Q13", "designated agents of key accounts"),
    Row("L1", "active backlog"),
    Row("L2", "weighted capacity"),
    Row("L3", "hourly limit"),
    Row("L4", "daily limit of a queue"),
    Row("L5", "lowest limit wins; which sources count"),
    Row("L6", "absences and hours are absolute"),
    Row("L7", "limits across cycles and replicas", "the running service"),
    Row("V1", "sources of availability"),
    Row("V2", "shifts in zones, through clock changes and holidays"),
    Row("V3", "breaks, time left in the shift"),
    Row("V4", "when a wait ends"),
    Row("S1", "the fit formula"),
    Row("S2", "weights of pillars"),
    Row("S3", "recent-assignment penalty"),
    Row("S4", "discounts inside a batch, limit per cycle"),
    Row("S5", "time overlap with the customer"),
    Row("S6", "predicted hours"),
    Row("S7", "bandwidth"),
    Row("S8", "customer history"),
    Row("S9", "skills detected and learned"),
    Row("S10", "skills assigned by hand"),
    Row("S11", "no matching topic, no ontology"),
    Row("S12", "complexity gives effort"),
    Row("S13", "scores sent by the caller"),
    Row("S14", "scores of blocked pairs"),
    Row("S15", "pillars that cannot be computed"),
    Row("U1", "response times by tier"),
    Row("U2", "priority score"),
    Row("U3", "floor and automatic escalation"),
    Row("U4", "urgency bands"),
    Row("U5", "manual review"),
    Row("U6", "holds outside business hours"),
    Row("U7", "watch over deadlines", "flags kept from cycle to cycle: the running service"),
    Row("U8", "waiting credit"),
    Row("U9", "urgency classes and weights"),
    Row("K1", "the policy file"),
    Row("K2", "lint"),
    Row("I0", "example night_shift"),
    Row("I1", "example morning_flood"),
    Row("I2", "example engineer_on_leave"),
    Row("I3", "example tier_chain"),
    Row("I4", "example new_agents"),
    Row("I5", "example afternoon_ceiling"),
    Row("I6", "example monday_rotation"),
    Row("I7", "example routine_bombardment"),
    Row("I8", "example tiered_sla"),
)

COMING: dict[str, str] = {}
"""Rows without a test so far, and what brings it; a row goes from here with its first test."""
