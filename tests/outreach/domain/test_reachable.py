"""Addresses that somebody else chose are public ones, or those that the house names."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from outreach.domain.reachable import Reach, literal, networks

INSIDE = (
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1"),
)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_a_network_is_refused_in_every_disguise(address: str) -> None:
    assert "inside a network" in Reach().refusal(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1"])
def test_a_public_address_is_posted_to_and_from_a_rehearsal_is_not(address: str) -> None:
    assert Reach().refusal(ip_address(address)) == ""
    rehearsal = Reach(networks(["0.0.0.0/0", "::/0"]), rehearsal=True)
    assert "leaves this machine" in rehearsal.refusal(ip_address(address))


def test_a_network_that_the_house_names_is_its_own_and_no_other() -> None:
    reach = Reach(networks(["10.1.0.0/16"]))
    assert reach.refusal(ip_address("10.1.255.1")) == ""
    assert reach.refusal(ip_address("::ffff:10.1.255.1")) == ""
    assert reach.refusal(ip_address("10.2.0.1"))


def test_a_host_is_an_address_or_a_name() -> None:
    assert literal("[::1]") == ip_address("::1")
    assert literal("crm.example") is None
