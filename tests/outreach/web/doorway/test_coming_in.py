from __future__ import annotations

import pytest

from outreach.domain.access import Access
from outreach.web.doorway.admitting import Doorway
from tests.outreach.services.accounts.conftest import GOOD
from tests.outreach.web.doorway.conftest import HERE, Entrance


def test_somebody_logs_in_looks_around_and_logs_out(entrance: Entrance) -> None:
    entrance.door.account("Ben Okri")
    browser = entrance.browser()
    assert browser.looks("/account").headers["location"] == "/enter?to=%2Faccount"
    assert browser.enters("Ben Okri", to="/account").headers["location"] == "/account"
    assert "Ben Okri, rep" in browser.looks("/account").text
    cookie = browser.cookie
    assert browser.presses("/leave", "/account").headers["location"] == "/enter"
    browser.client.cookies.set("outreach", cookie, domain="127.0.0.1", path="/")
    assert browser.looks("/account").status_code == 303


def test_a_wrong_name_and_a_wrong_password_give_the_same_page(entrance: Entrance) -> None:
    entrance.door.account("Ben Okri")
    pages = []
    for name in ("Ben Okri", "Nobody Here"):
        answer = entrance.browser().enters(name, "not the password")
        assert answer.status_code == 401
        pages.append(answer.text.partition("<main")[2].replace(name, "").split("value=")[0])
    assert pages[0] == pages[1]
    assert "do not belong together" in pages[0]


def test_whoever_tries_too_often_is_told_to_wait(entrance: Entrance) -> None:
    entrance.door.account("Ben Okri")
    browser = entrance.browser()
    answers = [browser.enters("Ben Okri", "a guess").status_code for _ in range(7)]
    assert answers == [401] * 5 + [429] * 2
    assert browser.enters("Ben Okri").headers["retry-after"] == "900"


def test_a_link_lets_its_owner_choose_a_password_once(entrance: Entrance) -> None:
    link, browser = entrance.link("Ben Okri"), entrance.browser()
    assert "Welcome, Ben Okri" in browser.looks(link).text
    differ = {"password": GOOD, "again": "something else 12"}
    assert "not the same" in browser.presses(link, link, differ).text
    same = {"password": GOOD, "again": GOOD}
    assert browser.presses(link, link, same).headers["location"] == "/desk"
    assert entrance.browser().looks(link).status_code == 404


def test_looking_at_a_link_uses_nothing_up(entrance: Entrance) -> None:
    link = entrance.link("Ben Okri")
    assert [entrance.browser().looks(link).status_code for _ in range(3)] == [200] * 3


def test_nobody_comes_in_by_a_session_they_brought(entrance: Entrance) -> None:
    entrance.door.account("Ben Okri")
    browser = entrance.browser()
    planted = "A" * 43
    browser.client.cookies.set("outreach", planted, domain="127.0.0.1", path="/")
    browser.enters("Ben Okri")
    cookies = [one.value for one in browser.client.cookies.jar if one.name == "outreach"]
    assert planted not in cookies[-1:]
    assert len(browser.cookie) == 43


def test_each_log_in_has_a_cookie_of_its_own(entrance: Entrance) -> None:
    browser = entrance.inside("Ben Okri")
    before = browser.cookie
    browser.enters("Ben Okri")
    assert browser.cookie != before


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/%0d%0aSet-Cookie:x\r\nSet-Cookie: y=z",
        "javascript:alert(1)",
        "/account\t//x",
        "/" + "x" * 600,
        " //evil.example",
    ],
)
def test_no_link_leads_out_of_the_house_after_log_in(entrance: Entrance, to: str) -> None:
    entrance.door.account("Ben Okri")
    answer = entrance.browser().enters("Ben Okri", to=to)
    assert answer.headers["location"] in ("/desk", "/%0d%0aSet-Cookie:x")
    assert "y=z" not in answer.headers.get("set-cookie", "")


def test_cookies_over_https_are_bound_to_this_host(entrance: Entrance) -> None:
    entrance.door.account("Ben Okri")
    browser = entrance.browser("https://pages.house.example")
    answer = browser.enters("Ben Okri")
    [given] = [one for one in answer.headers.get_list("set-cookie") if "outreach=" in one]
    assert given.startswith("__Host-outreach=")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=43200"):
        assert part in given
    assert "Domain" not in given


def test_cookies_on_loopback_are_plain_and_still_hidden_from_scripts(entrance: Entrance) -> None:
    entrance.door.account("Ben Okri")
    answer = entrance.browser().enters("Ben Okri")
    [given] = [one for one in answer.headers.get_list("set-cookie") if "outreach=" in one]
    assert given.startswith("outreach=")
    assert "HttpOnly" in given
    assert "Secure" not in given


def test_a_host_that_only_looks_like_loopback_gets_no_plain_cookie(entrance: Entrance) -> None:
    answer = entrance.browser("http://127.0.0.1.evil.example").looks("/enter")
    assert "Secure" in answer.headers["set-cookie"]


def test_pages_of_ours_carry_the_headers_and_no_script_within(entrance: Entrance) -> None:
    browser = entrance.inside("Ana Ruiz", Access.ADMIN)
    for path in ("/enter", "/account", "/accounts"):
        answer = browser.looks(path)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "onclick" not in answer.text
        assert " style=" not in answer.text


def test_a_hostile_name_is_only_text(entrance: Entrance) -> None:
    hostile = "<script>alert('x')</script>{{7*7}}"
    browser = entrance.inside("Ana Ruiz", Access.ADMIN)
    entrance.door.account(hostile)
    page = browser.looks("/accounts").text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "{{7*7}}" in page


def test_a_press_that_began_elsewhere_does_nothing(entrance: Entrance) -> None:
    browser = entrance.inside("Ana Ruiz", Access.ADMIN)
    entrance.door.account("Ben Okri")
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": f"{HERE}.evil.example"},
    ):
        answer = browser.presses("/accounts/revoke", "/accounts", {"member": "Ben Okri"}, **headers)
        assert answer.status_code == 403
    assert entrance.browser().enters("Ben Okri").status_code == 303


def test_a_press_of_which_no_browser_says_where_it_began_does_nothing(entrance: Entrance) -> None:
    browser = entrance.inside("Ana Ruiz", Access.ADMIN)
    fields = {"token": browser.token("/account")}
    assert browser.client.post("/leave", data=fields).status_code == 403
    assert browser.looks("/account").status_code == 200
    by_one = {"Sec-Fetch-Site": "same-origin"}
    assert browser.client.post("/leave", data=fields, headers=by_one).status_code == 303
    assert browser.looks("/account").status_code == 303


def test_a_press_without_the_token_of_this_very_session_does_nothing(entrance: Entrance) -> None:
    browser = entrance.inside("Ana Ruiz", Access.ADMIN)
    other = entrance.inside("Mo Diaz", Access.ADMIN)
    entrance.door.account("Ben Okri")
    for token in ("", "0" * 64, other.token("/accounts"), "ü" * 64):
        fields = {"member": "Ben Okri", "token": token}
        answer = browser.presses("/accounts/revoke", "/accounts", fields)
        assert answer.status_code == 403
    assert entrance.browser().enters("Ben Okri").status_code == 303


def test_nobody_is_logged_in_as_another_by_a_form_of_a_strange_page(entrance: Entrance) -> None:
    entrance.door.account("Ben Okri")
    fields = {"name": "Ben Okri", "password": GOOD, "token": "0" * 64}
    assert entrance.browser().client.post("/enter", data=fields).status_code == 403


def test_a_cookie_that_was_forged_or_is_huge_is_nobodys(entrance: Entrance) -> None:
    browser = entrance.inside("Ben Okri")
    for cookie in (browser.cookie[:-1] + "x", "x" * 5_000, "%00", "' or 1=1 --"):
        answer = entrance.browser().looks("/account", cookie=f"outreach={cookie}")
        assert answer.headers["location"].startswith("/enter")


def test_a_body_that_is_too_long_is_refused(entrance: Entrance) -> None:
    browser = entrance.inside("Ben Okri")
    answer = browser.presses("/account/password", "/account", {"old": "x" * 70_000})
    assert answer.status_code == 413


def test_a_file_in_place_of_a_field_is_refused(entrance: Entrance) -> None:
    browser = entrance.inside("Ben Okri")
    files = {"old": ("../../etc/passwd", b"x", "text/plain")}
    answer = browser.client.post("/account/password", files=files, headers={"Origin": HERE})
    assert answer.status_code == 400


def test_a_password_keeps_its_spaces(entrance: Entrance) -> None:
    browser, spaced = entrance.inside("Ben Okri"), "  two spaces before it"
    fields = {"old": GOOD, "new": spaced, "again": spaced}
    before = browser.cookie
    assert browser.presses("/account/password", "/account", fields).status_code == 303
    assert browser.cookie != before
    assert browser.looks("/account").status_code == 200
    assert entrance.browser().enters("Ben Okri", spaced).status_code == 303
    assert entrance.browser().enters("Ben Okri", spaced.strip()).status_code == 401


def test_another_browser_is_logged_out_from_ones_own_page(entrance: Entrance) -> None:
    here = entrance.inside("Ben Okri")
    elsewhere = entrance.browser()
    elsewhere.enters("Ben Okri")
    page = here.looks("/account").text
    paths = [part.split('"')[0] for part in page.split('action="')[1:] if "/end" in part[:60]]
    for path in paths:
        here.presses(path, "/account")
    assert elsewhere.looks("/account").status_code == 303
    assert here.looks("/account").status_code == 200


@pytest.mark.parametrize("access", [Access.REP, Access.MANAGER, Access.COMPLIANCE])
def test_only_an_admin_gives_accounts(entrance: Entrance, access: Access) -> None:
    browser = entrance.inside("Ben Okri", access)
    assert browser.looks("/accounts").status_code == 403
    for act in ("invite", "role", "revoke", "restore"):
        fields = {"member": "Ben Okri", "access": "admin"}
        answer = browser.presses(f"/accounts/{act}", "/account", fields)
        assert answer.status_code == 403
    assert browser.looks("/accounts").status_code == 403


def test_an_admin_invites_and_sees_the_link_only_now(entrance: Entrance) -> None:
    browser = entrance.inside("Ana Ruiz", Access.ADMIN)
    entrance.door.member("Ben Okri")
    page = browser.presses("/accounts/invite", "/accounts", {"member": "Ben Okri"}).text
    link = page.split("https://pages.house.example")[1].split("<")[0]
    assert "Welcome, Ben Okri" in entrance.browser().looks(link).text
    assert link not in browser.looks("/accounts").text


def test_an_admin_invites_somebody_as_what_they_choose(entrance: Entrance) -> None:
    browser = entrance.inside("Ana Ruiz", Access.ADMIN)
    cora = entrance.door.member("Cora Lindt")
    page = browser.looks("/accounts").text
    assert f'<select id="as-{cora.id}" name="access"' in page
    given = {"member": "Cora Lindt", "access": "compliance"}
    page = browser.presses("/accounts/invite", "/accounts", given).text
    link = page.split("https://pages.house.example")[1].split("<")[0]
    mine = entrance.browser()
    mine.presses(link, link, {"password": GOOD, "again": GOOD})
    assert "compliance" in mine.looks("/account").text


def test_where_no_address_outside_is_known_the_link_leads_where_the_admin_is(
    entrance: Entrance,
) -> None:
    """A house on this machine alone may listen at another port than its settings say."""
    entrance.app.state.doorway = Doorway(entrance.door.porch, "http://127.0.0.1:8180")
    entrance.door.account("Ana Ruiz", Access.ADMIN)
    entrance.door.member("Ben Okri")
    browser = entrance.browser("http://127.0.0.1:40123")
    assert browser.enters("Ana Ruiz").status_code == 303
    page = browser.presses("/accounts/invite", "/accounts", {"member": "Ben Okri"}).text
    assert "http://127.0.0.1:40123/claim/" in page


def test_what_an_admin_changes_holds_at_the_next_press(entrance: Entrance) -> None:
    ana = entrance.inside("Ana Ruiz", Access.ADMIN)
    ben = entrance.inside("Ben Okri")
    fields = {"member": "Ben Okri", "access": "admin"}
    ana.presses("/accounts/role", "/accounts", fields)
    assert ben.looks("/accounts").status_code == 200
    ana.presses("/accounts/revoke", "/accounts", fields)
    assert ben.looks("/account").status_code == 303
