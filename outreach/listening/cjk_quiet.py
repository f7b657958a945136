"""Hours and days on which nothing is wanted, in Japanese and Chinese.

"九点以后不要" is no more after nine, "土日は控え" not on weekends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from outreach.listening.cjk import around
from outreach.listening.cjk_dates import DAYS, HOUR, minute_at
from outreach.listening.said import Found, Said
from policies.statement import Quiet

_QUIET_HOUR = re.compile(
    rf"{HOUR.pattern}(?P<side>以降|以[后後]|之?[后後]|過ぎ|から|以前|之?前|まで|より前)"
)
_QUIET_DAYS: tuple[tuple[str, tuple[int, ...]], ...] = (
    (r"土日|週末|周末|六日", (5, 6)),
    (r"平日|工作日", (0, 1, 2, 3, 4)),
)
_WEEKLY = re.compile(
    r"(?<![来今再下這这本])(?:毎週)?(?P<jp>[月火水木金土日])曜日?|(?:每|毎)?(?:周|週|星期)(?P<zh>[一二三四五六日天])"
)
_UNWANTED = re.compile(
    r"不要|别|別|勿|ない(?:で|よう)|控え|遠慮|やめ|お断り|不方便|休み|休息|除く|以外|不接|だめ|ダメ|困|避け|定休|拒|停|お控え|無理|不想|不行|できません"
    r"|打扰|打擾|歇"
)


_ONLY = re.compile(
    r"(?:只(?:能|在|要|有)?|仅|僅|请在|請在)(?P<zh>上午|早上|下午|晚上|工作日|平日|周末|週末)"
    r"|(?P<jp>午前中?|午後|夜|平日|土日|週末)(?:だけ|のみ|に限|限定|でお願い|にお願い)"
)
_SPANS = {
    **dict.fromkeys(("上午", "早上", "午前", "午前中"), Quiet(start=720, end=1440)),
    **dict.fromkeys(("下午", "午後"), Quiet(start=1080, end=720)),
    **dict.fromkeys(("晚上", "夜"), Quiet(start=1320, end=1080)),
    **dict.fromkeys(("工作日", "平日"), Quiet((5, 6))),
    **dict.fromkeys(("周末", "週末", "土日"), Quiet((0, 1, 2, 3, 4))),
}
"""What is left of the week where only such times suit."""


def quiet(said: Said) -> Iterator[Found]:
    """Find hours and days on which nothing is wanted."""
    for match in _ONLY.finditer(said.text):
        yield Found(_SPANS[match["zh"] or match["jp"]], *match.span())
    for match in _QUIET_HOUR.finditer(said.text):
        if not _UNWANTED.search(around(said.text, match)[1][:20]):
            continue
        minute = minute_at(match)
        early = match["side"] in ("以前", "前", "之前", "まで", "より前")
        span = (0, minute) if early else (minute, 1440)
        yield Found(Quiet(start=span[0], end=span[1]), *match.span())
    for pattern, days in _QUIET_DAYS:
        for match in re.finditer(pattern, said.text):
            if _UNWANTED.search(around(said.text, match)[1][:20]):
                yield Found(Quiet(days), *match.span())
    for match in _WEEKLY.finditer(said.text):
        if _UNWANTED.search(around(said.text, match)[1][:20]):
            yield Found(Quiet((DAYS[match["jp"] or match["zh"]],)), *match.span())
