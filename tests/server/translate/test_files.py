"""Policy and snapshot files: both directions, and clear words for mistakes."""

from pathlib import Path

import pytest

from allotment.v1.policy_pb2 import Policy
from server.errors import FileError
from server.translate.files import read_policy, read_request, write_message
from tests.server.translate.requests import full_request


def file_with(folder: Path, text: str, name: str = "policy.yaml") -> Path:
    """A file with the text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def complaint(path: Path) -> str:
    """What is wrong with a policy file, without the name of its folder."""
    with pytest.raises(FileError) as caught:
        read_policy(path)
    return str(caught.value).replace(f"{path.parent}/", "")


@pytest.mark.parametrize("name", ["r.json", "r.yaml", "r.yml", "r.binpb", "R.JSON"])
def test_a_request_comes_back_as_it_was_written(tmp_path: Path, name: str) -> None:
    """All forms hold the same message."""
    request = full_request()
    write_message(request, tmp_path / name)

    assert read_request(tmp_path / name) == request


@pytest.mark.parametrize("name", ["p.json", "p.yaml", "p.binpb"])
@pytest.mark.parametrize(
    "text", ["007", "1e3", "10:30", "NO", "on", "~", "null", "", "ü", "2026-01-01", "a: b", "#1"]
)
def test_texts_that_look_like_something_else_stay_texts(
    tmp_path: Path, name: str, text: str
) -> None:
    """An id that YAML might take for a number, a date or a truth value is quoted."""
    policy = Policy(policy_id="p", drain_groups=[{"queue_ids": [text]}])  # type: ignore[list-item]
    write_message(policy, tmp_path / name)

    assert read_policy(tmp_path / name) == policy


def test_yaml_is_read_as_people_mean_it(tmp_path: Path) -> None:
    """Times, dates and NO need no quotes; both spellings of a field are known."""
    path = file_with(
        tmp_path,
        """
        policyId: NO
        cooldown: 3600s
        holiday_calendars:
          - {holiday_calendar_id: on, dates: [2026-12-25]}
        shifts:
          - shift_id: night
            working_hours:
              - {days: [DAY_MONDAY], start: 08:30, end: 10:30}
        """,
    )

    policy = read_policy(path)

    assert policy.policy_id == "NO"
    assert policy.cooldown.seconds == 3600
    assert policy.holiday_calendars[0].dates == ["2026-12-25"]
    assert policy.shifts[0].working_hours[0].end == "10:30"


def test_all_mistakes_come_at_once_with_their_lines(tmp_path: Path) -> None:
    """A typo is answered with what was meant."""
    path = file_with(
        tmp_path,
        """cooldown: 3h
queues:
  - queue_id: 17
    fliter: x
    when: always
    buckets: {agent_ids: [a]}
    daily_limit:
      period: CALENDER
  - queueId: a
    queue_id: b
max_candidates: many
""",
    )

    assert (
        complaint(path)
        == """\
policy.yaml:1: cooldown: '3h' is no Duration. Maybe write 10800s for three hours.
policy.yaml:3: queues[0].queue_id: 17 must be text. Maybe put it in quotes.
policy.yaml:4: queues[0].fliter: Queue has no field 'fliter'. Maybe you meant 'filter'.
policy.yaml:5: queues[0].when: 'always' is no When. Maybe WHEN_ALWAYS.
policy.yaml:6: queues[0].buckets: This value must be a list. Maybe write it in [ ].
policy.yaml:8: queues[0].daily_limit.period: 'CALENDER' is no Period. Maybe PERIOD_CALENDAR.
policy.yaml:10: queues[1].queue_id: queue_id is there already as queueId.
policy.yaml:11: max_candidates: 'many' must be a whole number of 32 bits. Maybe it belongs to \
another field."""
    )


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        pytest.param("p.yaml", "version: a\nversion: b", "line 2: 'version'", id="YAML key twice"),
        pytest.param("p.json", '{"version":"a","version":"b"}', "'version'", id="JSON key twice"),
        pytest.param("p.json", '{"queues":[\n{"x":1}]}', "p.json:2: queues[0].x", id="JSON line"),
        pytest.param("p.yaml", "queues: [", "line 2", id="YAML cut short"),
        pytest.param("p.json", '{"queues":[', "line 1 column 12", id="JSON cut short"),
        pytest.param("p.yaml", "", "is empty", id="empty YAML"),
        pytest.param("p.json", "null", "is empty", id="empty JSON"),
        pytest.param("p.yaml", "- a", "must be fields of Policy", id="a list"),
        pytest.param("p.yaml", "&a [*a]", "p.yaml", id="an alias of itself"),
        pytest.param("p.json", "[" * 100_000, "too deeply", id="deep nesting"),
        pytest.param("p.yaml", "version: !!python/name:os.system", "p.yaml", id="a Python name"),
        pytest.param("p.binpb", "\xff", "holds no Policy", id="no message"),
        pytest.param("p.toml", "", "ends in none of .json", id="another suffix"),
        pytest.param("p.json", '{"fit":{"default_capacity":NaN}}', "default_capacity", id="NaN"),
        pytest.param("p.yaml", "queues: [null]", "queues[0]", id="a row of nothing"),
        pytest.param("p.yaml", "max_candidates: 3000000000", "max_candidates", id="too large"),
    ],
)
def test_a_file_that_cannot_be_read_names_file_and_place(
    tmp_path: Path, name: str, text: str, words: str
) -> None:
    """Whatever is wrong, the message says where."""
    message = complaint(file_with(tmp_path, text, name))

    assert name in message
    assert words in message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A wrong path is a clear error, for reading and for writing."""
    with pytest.raises(FileError, match="No such file"):
        read_policy(tmp_path / "none.yaml")
    with pytest.raises(FileError, match="No such file"):
        write_message(Policy(), tmp_path / "none" / "p.json")


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    """A file in another encoding is told, not guessed."""
    path = tmp_path / "p.yaml"
    path.write_bytes("version: ü".encode("latin-1"))

    assert "no UTF-8 text at byte 9" in complaint(path)


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    """Editors on Windows write one."""
    path = tmp_path / "p.json"
    path.write_bytes(b'\xef\xbb\xbf{"version": "1"}')

    assert read_policy(path).version == "1"


def test_many_mistakes_are_counted(tmp_path: Path) -> None:
    """Twenty lines are enough to start with."""
    path = file_with(tmp_path, "\n".join(f"typo{number}: 1" for number in range(30)))

    assert complaint(path).splitlines()[-1] == "... and 10 more"
