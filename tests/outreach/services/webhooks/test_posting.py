"""A post goes where it may, waits for nobody, and is led nowhere else."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import ip_network

import pytest

from outreach.domain.reachable import Reach
from outreach.services.webhooks.posting import Refused, Taken, post
from tests.outreach.services.webhooks.receiving import receiver

LOOPBACK = Reach((ip_network("127.0.0.0/8"),))


def posted(url: str, reach: Reach = LOOPBACK, seconds: float = 10.0) -> Taken | Refused:
    return asyncio.run(post(url, {"webhook-id": "n_1"}, '{"a": 1}', reach, seconds))


def test_a_post_brings_its_headers_and_its_body_to_the_byte() -> None:
    with receiver() as heard:
        assert posted(heard.url) == Taken(204)
    [(headers, body)] = heard.posts
    assert body == '{"a": 1}'
    assert (headers["webhook-id"], headers["content-type"]) == ("n_1", "application/json")


def test_a_redirect_is_not_followed() -> None:
    with receiver() as elsewhere, receiver() as heard:
        heard.answers, heard.location = [302], elsewhere.url
        assert posted(heard.url) == Refused("answered 302 (redirects are not followed)")
    assert elsewhere.posts == []


def test_an_address_of_our_own_network_is_not_posted_to_unless_the_house_names_it() -> None:
    with receiver() as heard:
        refused = posted(heard.url, Reach())
        named = posted(heard.url.replace("127.0.0.1", "localhost"), Reach())
    assert isinstance(refused, Refused)
    assert "inside a network" in refused.because
    assert isinstance(named, Refused)
    assert heard.posts == []


def test_from_a_rehearsal_nothing_leaves_the_machine() -> None:
    found = posted("https://192.0.2.7/hooks", Reach((ip_network("192.0.2.0/24"),), rehearsal=True))
    assert found == Refused("from a rehearsal nothing leaves this machine")


def test_plain_http_is_for_machines_of_our_own() -> None:
    assert posted("http://192.0.2.7/", Reach()) == Refused(
        "it is at an address inside a network: `web.webhooks_within` may name that"
    )
    found = posted("http://93.184.215.14/", Reach())
    assert found == Refused("outside your own network it must be `https://`")


def test_whoever_does_not_answer_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        found = posted(f"http://127.0.0.1:{port}/", seconds=0.05)
    assert found == Refused("no answer within 0.05 seconds")


@pytest.mark.parametrize("said", [b"hello\r\n", b"HTTP/1.1 1xx\r\n\r\n", b"x" * 20_000, b""])
def test_what_is_no_answer_in_http_is_none(said: bytes) -> None:
    async def talk() -> Taken | Refused:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(said)
            writer.close()

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            return await post(f"http://127.0.0.1:{port}/", {}, "{}", LOOPBACK)

    found = asyncio.run(talk())
    assert isinstance(found, Refused)
    assert found.because.startswith("not reached")


def test_410_means_that_they_want_no_more() -> None:
    with receiver() as heard:
        heard.answers = [410]
        assert posted(heard.url) == Refused("answered 410", gone=True)
