"""What cases and accounts say of a customer (U1, U2)."""

from typing import Any

from allotment.v1 import case_pb2 as wire
from server.translate.checks import VALUE, check_number
from server.translate.times import read_optional_moment
from server.violations import Violations


def read_standing(violations: Violations, row: wire.Case | wire.Account, at: str) -> dict[str, Any]:
    """Tier, value, VIP and last contact, by field of `Case` and `Account`."""
    value = row.lifetime_value if row.HasField("lifetime_value") else None
    if value is not None and not VALUE.holds(value):
        check_number(violations, f"{at}.lifetime_value", value, VALUE)
    return {
        "tier": row.tier,
        "lifetime_value": value,
        "vip": row.vip if row.HasField("vip") else None,
        "last_contact": read_optional_moment(violations, at, row, "last_contact_time"),
    }
