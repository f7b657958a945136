"""Nothing that names a person stands in a log."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from outreach.bootstrap.logs import blotted, write_logs, write_ours_unless_told


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("550 <scott@reyes.example> unknown", "550 <[address]> unknown"),
        ("to josé+x@bücher.example, now", "to [address], now"),
        ("rang +1 (702) 555-0142 twice", "rang [number] twice"),
        ("attempt a_1ivgj7ench31j95klmq84tk0r0 at 2026-11-22T10:00:00Z", None),
        ("535 5.7.8 refused", None),
    ],
)
def test_addresses_and_numbers_are_blotted_out(text: str, clean: str | None) -> None:
    assert blotted(text) == (text if clean is None else clean)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    written = io.StringIO()
    write_logs(written)
    yield written
    structlog.reset_defaults()
    logging.basicConfig(force=True)


def test_a_line_is_json_without_personal_data(lines: io.StringIO) -> None:
    structlog.get_logger().warning("refused", detail={"to": ["scott@reyes.example"]}, count=2)
    said = json.loads(lines.getvalue())
    assert said["detail"] == {"to": ["[address]"]}
    assert (said["event"], said["count"], said["level"]) == ("refused", 2, "warning")


def test_a_traceback_is_blotted_too(lines: io.StringIO) -> None:
    try:
        raise RuntimeError("scott@reyes.example")
    except RuntimeError:
        structlog.get_logger().exception("tick failed")
    assert "scott" not in lines.getvalue()
    assert "RuntimeError" in lines.getvalue()


def test_what_a_fault_quotes_is_left_out(lines: io.StringIO) -> None:
    """Databases and parsers quote names and words, which look like nothing in particular."""
    try:
        try:
            raise KeyError("Scott Reyes")
        except KeyError as fault:
            raise RuntimeError("the row of Scott Reyes") from fault
    except RuntimeError:
        structlog.get_logger().exception("tick failed")
    said = json.loads(lines.getvalue())["exception"]
    assert "what_a_fault_quotes" in said
    assert said.index("KeyError") < said.rindex("RuntimeError")
    assert ": Scott" not in said
    assert "'Scott Reyes'" not in said


def test_a_library_that_logs_is_blotted_too(lines: io.StringIO) -> None:
    logging.getLogger("aiosmtplib").warning("RCPT TO:<%s> refused", "scott@reyes.example")
    assert json.loads(lines.getvalue())["event"] == "RCPT TO:<[address]> refused"


def test_a_program_that_embeds_us_and_configures_nothing_shows_nobody() -> None:
    """structlog's default renderer prints the local variables of a fault."""
    structlog.reset_defaults()
    written = io.StringIO()
    write_ours_unless_told(written)
    try:
        words = "please stop writing to me"
        raise RuntimeError(words)
    except RuntimeError:
        structlog.get_logger().exception("tick failed")
    finally:
        structlog.reset_defaults()
    assert json.loads(written.getvalue())["event"] == "tick failed"
    assert "stop writing" not in written.getvalue()


def test_a_program_that_configured_its_logs_keeps_them(lines: io.StringIO) -> None:
    ours = io.StringIO()
    write_ours_unless_told(ours)
    structlog.get_logger().info("sent")
    assert ours.getvalue() == ""
    assert "sent" in lines.getvalue()
