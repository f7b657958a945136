"""Words leave as they were meant, name who speaks, and break nothing."""

import hashlib
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from channels.contract import CallWords, EmailWords, TextWords
from outreach.config import Settings
from outreach.domain.attempts import ReviewedWords
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.people import Member, Person
from outreach.domain.tongues import OTHER_LANGUAGES, language_of
from outreach.errors import SetupError
from outreach.gate.described import groups
from outreach.gate.templates import Filled, Templates, WordsError
from outreach.gate.wanted import Rendered, Thread, Wanted, WaysOut
from outreach.gate.words import Wording, words_digest
from policies.channel import Channel, Purpose
from policies.statement import (
    Callback,
    Prefer,
    Refuse,
    Request,
    Source,
    Statement,
    Understood,
    Via,
    WallTime,
)

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SCOTT = Person("p_1", "Scott Reyes", "Expo 2026", NOW, NOW, call_name="Scott")
ANA = Member("t_1", "Ana Ruiz", NOW, "ana@kestrel.example", "+441174960123")
ADDRESS = "12 Harbour Road, Bristol"
SHIPPED = [(channel, name) for channel in Channel for name in Templates().folders.messages(channel)]
AUTOMATED_STOP = Statement(
    "s_1",
    "Please stop these emails.",
    NOW,
    Via.EMAIL,
    Source.REPLY,
    True,
    (Understood(Refuse(Channel.EMAIL)),),
)


class PlainMarks:
    """Ways back that are easy to read in a test."""

    def __init__(self, link: str = "https://kestrel.example/stop/") -> None:
        self.link = link

    def message_id(self, attempt: str) -> str:
        return f"<{attempt}@kestrel.example>"

    def reply_to(self, attempt: str) -> str:
        return f"hello+r-{attempt}@kestrel.example"

    def bounce_to(self, attempt: str) -> str:
        return f"hello+b-{attempt}@kestrel.example"

    def ways_out(self, attempt: str) -> WaysOut:
        link = f"{self.link}{attempt}" if self.link else ""
        return WaysOut(link, f"hello+s-{attempt}@kestrel.example", link.replace("/stop/", "/you/"))

    def own_page(self, attempt: str) -> str:
        return f"https://kestrel.example/you/{attempt}"


def settings(**more: object) -> Settings:
    told: dict[str, Any] = {
        "house": {"name": "Kestrel Mapping", "address": ADDRESS, "timezone": "Europe/London"},
        "sender": {"mailbox": "hello@kestrel.example", "text_number": "+441174960124"},
    }
    return Settings(folder=Path("/nowhere"), **(told | more))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "words"


@pytest.fixture
def wording(own: Path) -> Wording:
    return Wording(settings(), PlainMarks(), Templates(own))


def wanted(message: str = "intro", channel: Channel = Channel.EMAIL, **more: Any) -> Wanted:  # noqa: ANN401
    address = "scott@reyes.example" if channel is Channel.EMAIL else "+17025550142"
    plain = Wanted("a_1", channel, Purpose.MARKETING, address, SCOTT, ANA, message)
    return replace(plain, topic="maps", source="Expo 2026", first_contact=True, **more)


def email(rendered: Rendered) -> EmailWords:
    assert isinstance(rendered.outbound.content, EmailWords)
    return rendered.outbound.content


def write(own: Path, message: str, **files: str) -> None:
    folder = own / "email" / message
    folder.mkdir(parents=True)
    for name, text in {"subject": "Hello", **files}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def refusal(wording: Wording, asked: Wanted) -> WordsError:
    with pytest.raises(WordsError) as refused:
        wording.render(asked)
    return refused.value


@pytest.mark.parametrize(("channel", "message"), SHIPPED)
def test_every_message_we_ship_can_be_said_with_its_example(
    wording: Wording, channel: Channel, message: str
) -> None:
    example = wording.templates.example(channel, message)
    purpose = Purpose(example["purpose"])
    said = wording.render(wanted(message, channel, purpose=purpose, more=example))
    assert said.says_who
    assert said.offers_opt_out or purpose is Purpose.ACKNOWLEDGE
    match said.outbound.content:
        case EmailWords(subject=subject, text=text) | TextWords(sender=subject, text=text):
            assert subject
            assert "{" not in text
            assert "\n\n\n" not in text
        case CallWords(script=script):
            assert "\n\n\n" not in script


class Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


@pytest.mark.parametrize("message", [name for channel, name in SHIPPED if channel is Channel.EMAIL])
def test_both_forms_of_an_email_say_the_same(wording: Wording, message: str) -> None:
    example = wording.templates.example(Channel.EMAIL, message)
    filled = wording.templates.fill(Channel.EMAIL, message, example)
    if filled.html:
        reader = Text()
        reader.feed(filled.html)
        assert reader.words == filled.text.split()


def test_an_email_leads_back_to_us_and_out(wording: Wording) -> None:
    words = email(wording.render(wanted()))
    assert words.sender.name == "Ana Ruiz, Kestrel Mapping"
    assert words.message_id == "<a_1@kestrel.example>"
    assert words.envelope_from == "hello+b-a_1@kestrel.example"
    assert words.list_unsubscribe == (
        "https://kestrel.example/stop/a_1",
        "mailto:hello+s-a_1@kestrel.example?subject=stop",
    )
    assert words.one_click
    assert words.auto_submitted == "auto-generated"
    for form in (words.text, words.html):
        assert "https://kestrel.example/stop/a_1" in form
        assert ADDRESS in form
        assert "Expo 2026" in form


def test_without_pages_a_mail_to_us_is_the_way_out(own: Path) -> None:
    said = Wording(settings(), PlainMarks(link=""), Templates(own)).render(wanted())
    words = email(said)
    assert words.list_unsubscribe == ("mailto:hello+s-a_1@kestrel.example?subject=stop",)
    assert not words.one_click
    assert said.offers_opt_out
    assert "hello+s-a_1@kestrel.example" in words.text


def test_where_we_got_the_address_is_said_at_the_first_contact_only(wording: Wording) -> None:
    later = wording.render(wanted(purpose=Purpose.SERVICE, message="intro"))
    assert later.says_source
    again = wording.render(replace(wanted(), first_contact=False))
    assert not again.says_source
    assert "Expo 2026" not in email(again).text


def test_a_follow_up_carries_the_thread(wording: Wording) -> None:
    thread = Thread("<a_0@kestrel.example>", ("<a_0@kestrel.example>",), "Maps of your sites")
    words = email(wording.render(wanted("follow-up", thread=thread)))
    assert words.subject == "Re: Maps of your sites"
    assert words.in_reply_to == "<a_0@kestrel.example>"
    assert words.references == ("<a_0@kestrel.example>",)


@pytest.mark.parametrize("theirs", ["Re: Maps", "RE: AW: Re[2]: Maps", "Maps"])
def test_an_answer_says_re_once_whatever_their_programme_put_there(
    wording: Wording, theirs: str
) -> None:
    thread = Thread("<a_0@kestrel.example>", (), theirs)
    assert email(wording.render(wanted("follow-up", thread=thread))).subject == "Re: Maps"
    reviewed = ReviewedWords("", "It is 390 pounds.")
    answer = wanted("", purpose=Purpose.ANSWER, reviewed=reviewed, thread=thread, automated=False)
    assert email(wording.render(answer)).subject == "Re: Maps"


def test_what_a_human_wrote_is_said_as_it_is_and_no_machine_sent_it(wording: Wording) -> None:
    reviewed = ReviewedWords("", "It is 390 pounds.\n\n{{ house }} <b>Ana</b>")
    thread = Thread("<x@reyes.example>", (), "prices?")
    words = email(
        wording.render(
            wanted("", purpose=Purpose.ANSWER, reviewed=reviewed, thread=thread, automated=False)
        )
    )
    assert words.subject == "Re: prices?"
    assert "{{ house }} <b>Ana</b>" in words.text
    assert "{{ house }} &lt;b&gt;Ana&lt;/b&gt;" in words.html
    assert words.auto_submitted == ""


def test_a_human_who_gives_no_subject_says_what_was_asked(wording: Wording) -> None:
    reviewed = ReviewedWords("", "It is 390 pounds.")
    promise = Commitment("m_1", "p_1", CommitmentKind.REQUEST, "the pricing", NOW, NOW)
    asked = wanted("", purpose=Purpose.ANSWER, reviewed=reviewed, promise=promise)
    assert email(wording.render(asked)).subject == "The pricing, as you asked"
    call = replace(promise, kind=CommitmentKind.CALLBACK, what="contact them", channel=None)
    assert email(wording.render(replace(asked, promise=call))).subject == "A call, as you asked"
    plain = wanted("", purpose=Purpose.ANSWER, reviewed=reviewed)
    assert email(wording.render(plain)).subject == "A note from Kestrel Mapping"


def test_the_hour_of_a_promise_is_told_as_it_was_named_or_on_a_clock_that_is_theirs() -> None:
    """Half past ten where they are is not half past ten where we are; unsure, only the day."""
    due = datetime(2027, 1, 8, 18, 30, tzinfo=UTC)
    promise = Commitment(
        "m_1",
        "p_1",
        CommitmentKind.CALLBACK,
        "a call",
        due,
        NOW,
        named_hour=True,
        statement_id="s_1",
    )
    named = (Understood(Callback(WallTime(date(2027, 1, 8), 630), Channel.PHONE)),)
    said = Statement("s_1", "Call me on Friday", NOW, Via.WEB, Source.PAGE, True, named)
    hours = [
        groups(wanted(promise=promise, about=about, zone=zone), settings())["promise"]["hour"]
        for about, zone in ((said, None), (None, "America/Los_Angeles"), (None, None))
    ]
    assert hours == ["10:30", "10:30", ""]


def test_what_nobody_signed_comes_from_the_house(wording: Wording) -> None:
    asked = replace(wanted(), rep=Member("", "the house", NOW))
    words = email(wording.render(asked))
    assert words.sender.name == "Kestrel Mapping"
    assert "the house" not in words.text


def test_the_confirmation_of_a_stop_is_plain_and_says_how_to_keep_another_channel(
    wording: Wording,
) -> None:
    asked = wanted("acknowledge-stop", purpose=Purpose.ACKNOWLEDGE, about=AUTOMATED_STOP)
    words = email(wording.render(asked))
    assert "no more emails" in words.text
    assert "a text or a call" in words.text
    assert (words.html, words.auto_submitted) == ("", "auto-replied")
    assert words.envelope_from == "hello+b-a_1@kestrel.example"
    assert words.list_unsubscribe == ()
    assert "Expo 2026" not in words.text


CALLS_ONLY = "Please don't call me. Could you email me the pricing?"


@pytest.mark.parametrize(
    ("asked", "goes_on"),
    [
        (Request("the pricing", Channel.EMAIL), "you get the pricing by email"),
        (Request("the pricing", None), "you get the pricing by email"),
        (Prefer(Channel.EMAIL), "you hear from us by email"),
    ],
)
@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS])
def test_whoever_stops_one_way_and_asks_for_something_reads_what_goes_on(
    wording: Wording, channel: Channel, asked: Request | Prefer, goes_on: str
) -> None:
    meant = (Understood(Refuse(Channel.PHONE)), Understood(asked))
    about = replace(AUTOMATED_STOP, words=CALLS_ONLY, meanings=meant)
    said = wanted("acknowledge-stop", channel, purpose=Purpose.ACKNOWLEDGE, about=about)
    content = wording.render(said).outbound.content
    assert not isinstance(content, CallWords)
    assert "no more calls from us" in content.text
    assert goes_on in content.text
    assert "have stopped" not in getattr(content, "subject", "")
    assert "If you would still like" not in content.text


def test_what_they_refuse_is_not_said_to_go_on(wording: Wording) -> None:
    meant = (Understood(Refuse(Channel.EMAIL)), Understood(Request("the pricing", None)))
    about = replace(AUTOMATED_STOP, meanings=meant)
    asked = wanted("acknowledge-stop", purpose=Purpose.ACKNOWLEDGE, about=about)
    assert "pricing" not in email(wording.render(asked)).text


def test_whoever_stops_everything_reads_that_we_have(wording: Wording) -> None:
    about = replace(AUTOMATED_STOP, meanings=(Understood(Refuse(None)),))
    asked = wanted("acknowledge-stop", purpose=Purpose.ACKNOWLEDGE, about=about)
    words = email(wording.render(asked))
    assert words.subject == "We have stopped"
    assert "nobody here will write to you" in words.text


class OneMailbox(PlainMarks):
    """A house whose mailbox knows no `+`: no address carries a token."""

    def bounce_to(self, attempt: str) -> str:
        return "hello@kestrel.example"


def test_without_an_address_of_its_own_a_confirmation_comes_from_nobody(own: Path) -> None:
    """RFC 3834 §3.3: no machine may answer it."""
    wording = Wording(settings(), OneMailbox(), Templates(own))
    asked = wanted("acknowledge-stop", purpose=Purpose.ACKNOWLEDGE, about=AUTOMATED_STOP)
    assert email(wording.render(asked)).envelope_from == ""
    assert email(wording.render(wanted())).envelope_from == "hello@kestrel.example"


def test_a_call_begins_with_their_own_last_words(wording: Wording) -> None:
    said = wording.render(wanted("follow-up", Channel.PHONE, about=AUTOMATED_STOP))
    assert isinstance(said.outbound.content, CallWords)
    first = 'They said by email on Sunday 22 November 2026:\n  "Please stop these emails."'
    assert said.outbound.content.script.startswith(first)
    assert said.words_digest == ""


def test_a_text_says_who_and_how_to_stop(wording: Wording) -> None:
    said = wording.render(wanted("intro", Channel.SMS))
    assert isinstance(said.outbound.content, TextWords)
    assert said.outbound.content.text.endswith("Reply STOP for no more texts.")
    assert said.says_who
    assert said.says_source


def test_the_digest_is_of_the_words_and_not_of_what_stands_under_them(wording: Wording) -> None:
    once = wording.render(wanted())
    again = wording.render(replace(wanted(), attempt="a_2", rep=replace(ANA, phone="")))
    assert once.words_digest == again.words_digest
    assert once.outbound != again.outbound


@pytest.mark.parametrize(
    "text",
    ["Two  blanks\n\n and a line", " \tA tab\r\n", "Stra\u00dfe\u00a0\u0130", "\x1c cut \x1f", ""],
    ids=["blanks", "tab", "beyond-ascii", "separators", "empty"],
)
def test_words_are_compared_by_their_case_folded_words_alone(text: str) -> None:
    said = f"subject\n{' '.join(text.casefold().split())}"
    digest = words_digest(Channel.EMAIL, Filled(" Subject ", text, ""))
    assert digest == hashlib.sha256(said.encode()).hexdigest()


def test_other_words_have_another_digest(wording: Wording) -> None:
    assert wording.render(wanted()).words_digest != wording.render(wanted("follow-up")).words_digest


def test_a_second_try_says_the_same_to_the_letter(wording: Wording) -> None:
    assert wording.render(wanted()) == wording.render(wanted())


def test_a_blank_field_names_message_field_and_person(wording: Wording, own: Path) -> None:
    """CASES 60: nothing is sent with a hole in it."""
    write(own, "hole", body="How is business at {{ person.organisation }}?")
    refused = refusal(wording, wanted("hole"))
    assert str(refused) == (
        "message `hole` to Scott Reyes: "
        "`person.organisation` in `email/hole/body.txt` is missing or blank"
    )
    assert (refused.field, refused.person) == ("person.organisation", "Scott Reyes")


@pytest.mark.parametrize(
    ("written", "field"),
    [("person.nmae", "person.nmae"), ("nobody.name", "nobody"), ("nmae", "nmae")],
)
def test_a_field_that_nobody_knows_is_named(
    wording: Wording, own: Path, written: str, field: str
) -> None:
    """CASES 60."""
    write(own, "hole", body=f"Hello {{{{ {written} }}}}")
    assert refusal(wording, wanted("hole")).field == field


def test_a_blank_field_may_be_asked_about(wording: Wording, own: Path) -> None:
    write(own, "asks", body="Hello{% if person.organisation %} all{% endif %}, Scott")
    assert email(wording.render(wanted("asks"))).text.startswith("Hello, Scott")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{% if %}", "line 1 cannot be used"),
        ("{{ person.name", "line 1 cannot be used"),
        ("{{ person.name | no_such_filter }}", "cannot be used"),
        ("{% include 'email/none/body.txt' %}", "there is no `email/none/body.txt`"),
        ("{% include '/etc/passwd' %}", "there is no `/etc/passwd`"),
        ("{% include '../../../secret.key' %}", "there is no `../../../secret.key`"),
    ],
)
def test_a_malformed_template_is_refused_with_its_file(
    wording: Wording, own: Path, body: str, said: str
) -> None:
    """CASES 60."""
    write(own, "broken", body=body)
    assert said in str(refusal(wording, wanted("broken")))


@pytest.mark.parametrize(
    "body",
    [
        "{{ person.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ person._values }}",
        "{{ person.name.format(person) }}",
        "{{ person.name.ljust(1000000000) }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'x' | center(1000000000) }}",
        "{% for i in range(100000000) %}x{% endfor %}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'] }}",
        "{% set person.name = 'x' %}{{ config }}",
    ],
)
def test_a_template_reaches_nothing_but_its_fields(wording: Wording, own: Path, body: str) -> None:
    write(own, "sly", body=f"Hello {body}")
    refusal(wording, wanted("sly"))


@pytest.mark.parametrize("message", ["../../secret", "intro/../..", "Intro", "", "frame/.."])
def test_a_message_is_a_folder_and_not_a_way_out_of_it(wording: Wording, message: str) -> None:
    assert "there are no words" in str(refusal(wording, wanted(message)))


@pytest.mark.parametrize("name", ["Scott\r\nBcc: all@reyes.example", "Scott\n", "Sc\x00ott"])
def test_a_line_break_in_a_name_is_no_way_into_the_header(wording: Wording, name: str) -> None:
    asked = replace(wanted(), person=replace(SCOTT, name=name))
    assert "line break" in str(refusal(wording, asked))


def test_a_line_break_in_a_subject_is_refused(wording: Wording, own: Path) -> None:
    write(own, "split", subject="Hello\nBcc: all@reyes.example\n", body="Hello")
    assert "`subject` holds a line break" in str(refusal(wording, wanted("split")))


def test_a_line_break_in_a_field_of_the_subject_is_refused(wording: Wording, own: Path) -> None:
    write(own, "split", subject="For {{ person.organisation }}", body="Hello")
    asked = wanted("split", organisation="Reyes\nBcc: all@reyes.example")
    assert "`subject` holds a line break" in str(refusal(wording, asked))


def test_an_endless_subject_is_refused(wording: Wording, own: Path) -> None:
    write(own, "long", subject="x" * 201, body="Hello")
    assert "201 characters" in str(refusal(wording, wanted("long")))


def test_a_template_in_another_encoding_is_refused(wording: Wording, own: Path) -> None:
    write(own, "latin", body="x")
    (own / "email" / "latin" / "body.txt").write_bytes("Grüße".encode("latin-1"))
    assert "is not UTF-8" in str(refusal(wording, wanted("latin")))


def test_a_huge_field_does_not_leave(wording: Wording) -> None:
    asked = wanted("intro", Channel.SMS)
    asked = replace(asked, person=replace(SCOTT, call_name="x" * 2000))
    assert "too many" in str(refusal(wording, asked))


def test_words_that_multiply_are_cut_short(wording: Wording, own: Path) -> None:
    again = "{% for one in person.name %}"
    write(own, "many", body=f"{again * 6}x{'{% endfor %}' * 6}")
    assert "longer than 200000 characters" in str(refusal(wording, wanted("many")))


def test_words_that_include_themselves_are_refused(wording: Wording, own: Path) -> None:
    write(own, "round", body="{% include 'email/round/body.txt' %}")
    assert "cannot be used" in str(refusal(wording, wanted("round")))


def test_the_houses_own_words_come_before_ours(wording: Wording, own: Path) -> None:
    write(own, "intro", body="Our own hello to {{ person.call_name }}.")
    assert email(wording.render(wanted())).text.startswith("Our own hello to Scott.")


def test_words_that_were_edited_are_the_ones_that_are_said(wording: Wording, own: Path) -> None:
    write(own, "intro", body="Before.")
    wording.render(wanted())
    (own / "email" / "intro" / "body.txt").write_text("After, and longer.")
    wording.templates.look_again()
    assert email(wording.render(wanted())).text.startswith("After, and longer.")
    wording.templates.look_again()


def test_a_frame_without_our_name_does_not_say_who(wording: Wording, own: Path) -> None:
    write(own, "frame", body="{{ words }}")
    (own / "email" / "frame" / "body.html").write_text("{{ words }}")
    said = wording.render(wanted("follow-up"))
    assert (said.says_who, said.says_source, said.offers_opt_out) == (False, False, False)


def test_words_of_a_person_are_no_markup(wording: Wording, own: Path) -> None:
    asked = replace(wanted(), person=replace(SCOTT, call_name="<script>x</script>"))
    assert "<script>" not in email(wording.render(asked)).html


def test_a_house_without_a_mailbox_says_what_to_set(own: Path) -> None:
    mute = settings(sender={"mailbox": ""})
    with pytest.raises(SetupError, match=r"set `sender\.mailbox`"):
        Wording(mute, PlainMarks(), Templates(own)).render(wanted())


@pytest.mark.parametrize(("channel", "message"), SHIPPED)
def test_every_example_can_be_read(channel: Channel, message: str) -> None:
    folder = Templates().folders.path(channel, message, "example.toml")
    assert folder is not None
    assert tomllib.loads(folder.read_text(encoding="utf-8"))


PAGE = (Path(__file__).parents[3] / "docs" / "words.md").read_text(encoding="utf-8")


def test_every_mail_leads_to_where_one_chooses_how_to_be_reached(wording: Wording) -> None:
    said = wanted("intro")
    mail = email(wording.render(said))
    page = f"https://kestrel.example/you/{said.attempt}"
    assert page in mail.text
    assert f'<a href="{page}">' in mail.html


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_the_own_link_is_handed_over_in_every_language_of_its_page(
    wording: Wording, language: str
) -> None:
    words = wanted(f"own-link-{language}", purpose=Purpose.ACKNOWLEDGE, about=AUTOMATED_STOP)
    english = wanted("own-link", purpose=Purpose.ACKNOWLEDGE, about=AUTOMATED_STOP)
    mail, other = email(wording.render(words)), email(wording.render(english))
    assert "https://kestrel.example/you/a_1\n" in mail.text
    assert mail.subject != other.subject
    shared = set(mail.text.splitlines()) & set(other.text.splitlines())
    assert not any(line.count(" ") > 1 for line in shared if ADDRESS not in line)


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
@pytest.mark.parametrize(
    ("message", "purpose"),
    [
        ("acknowledge-stop", Purpose.ACKNOWLEDGE),
        ("acknowledge-cannot-phone", Purpose.ANSWER),
        ("what-we-understood", Purpose.ANSWER),
    ],
)
def test_what_answers_them_at_once_is_in_their_language_with_its_frame(
    wording: Wording, language: str, message: str, purpose: Purpose
) -> None:
    asked = wanted(f"{message}-{language}", purpose=purpose, about=AUTOMATED_STOP)
    mail = email(wording.render(asked))
    english = email(wording.render(replace(asked, message=message)))
    shared = set(mail.text.splitlines()) & set(english.text.splitlines())
    assert not any(line.count(" ") > 1 for line in shared if ADDRESS not in line)
    assert ADDRESS in mail.text
    assert mail.list_unsubscribe == english.list_unsubscribe


def test_a_frame_of_the_houses_own_stands_around_every_language(tmp_path: Path) -> None:
    frame = tmp_path / "email" / "frame"
    frame.mkdir(parents=True)
    ours = "{{ words }}\n\nOurs: {{ house.address }} {{ stop.link }}"
    (frame / "body.txt").write_text(ours, encoding="utf-8")
    (frame / "body.html").write_text("{{ words }} Ours", encoding="utf-8")
    own = Wording(settings(), PlainMarks(), Templates(tmp_path))
    asked = wanted("acknowledge-cannot-phone-de", purpose=Purpose.ANSWER, about=AUTOMATED_STOP)
    assert "Ours: " in email(own.render(asked)).text


def test_the_own_link_stands_in_the_mail_that_hands_it_over_and_in_no_other(
    wording: Wording,
) -> None:
    said = wanted("own-link", purpose=Purpose.ACKNOWLEDGE, about=AUTOMATED_STOP)
    mail = email(wording.render(said))
    assert f"https://kestrel.example/you/{said.attempt}" in mail.text
    assert mail.list_unsubscribe == ()
    assert "page.link" in str(refusal(wording, replace(said, purpose=Purpose.MARKETING)))


@pytest.mark.parametrize("message", sorted({name for _, name in SHIPPED}))
def test_every_message_we_ship_is_on_the_page(message: str) -> None:
    name = message.removesuffix(f"-{language_of(message)}")
    assert f"`{name}`" in PAGE


def test_every_field_is_on_the_page() -> None:
    for name, value in groups(wanted(), settings()).items():
        assert f"`{name}`" in PAGE
        for field in value if isinstance(value, dict) else ():
            assert f"`{field}`" in PAGE
