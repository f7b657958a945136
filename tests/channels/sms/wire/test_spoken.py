"""What a carrier is told to do with a call: well-formed, whatever the words are."""

from xml.etree import ElementTree

from channels.sms.wire.spoken import NOTHING, asks, says


def test_nothing_is_an_empty_response() -> None:
    assert list(ElementTree.fromstring(NOTHING)) == []


def test_words_are_said_as_text() -> None:
    said = ElementTree.fromstring(says("Kite & Sons\n<here>"))
    assert [one.tag for one in said] == ["Say", "Hangup"]
    assert said[0].text == "Kite & Sons <here>"


def test_one_key_is_waited_for_and_posted() -> None:
    gather = ElementTree.fromstring(asks("press 9", "https://x.example/pressed?a=1&b=2"))[0]
    assert gather.tag == "Gather"
    assert gather.get("action") == "https://x.example/pressed?a=1&b=2"
    assert gather.get("numDigits") == "1"
    assert gather[0].text == "press 9"
