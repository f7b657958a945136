"""Callbacks and pauses in Japanese and Chinese.

What the grammar of other languages does by words around an expression, these do by what follows it:
"12月10日以降に" from the tenth on, "春节之后" after the feast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from outreach.listening.cjk_dates import HOUR, WHEN, Moment, minute_at, moment_of
from outreach.listening.said import Found, Said
from policies.channel import Channel
from policies.statement import Callback, Pause, WallTime

_AFTER = re.compile(
    r"(?:が|节|節)?(?:明け|過ぎ)(?:て|たら)?|(?:が)?終わ(?:り|って|ったら)|节?(?:之|以)?[后後](?!天)"
    r"|の?[後あ](?:と)?(?=に|で|、|,|。|$)|を過ぎ|(?:过|過)(?:完|了|去|后|後)|结束|結束"
)
_FROM = re.compile(
    r"以降|から|より|以[后後]|起|开始|開始|に入って|になったら|再|に?入ったら|にな(?:れば|りましたら)"
)
_UNTIL = re.compile(r"(?:末|いっぱい)?(?:まで|迄)|(?:之|以)?前|为止|為止|の間|中は?|いっぱい")
_BEFORE = re.compile(r"(?:之|以)?前(?!半)")
_UP_TO = re.compile(r"(?:到|至|直到|等到|~|〜|から|-)$")
_RANGE = re.compile(r"(?:\([月火水木金土日一二三四五六]\))?(?:から|より|到|至|~|〜|-)")
_AWAY = re.compile(
    r"休|不在|出張|外出|会議|忙|手一杯|立て込|入院|产假|產假|度假|出差|放假|年假|外地|没空|沒空|关门|關門"
    r"|停业|留守|繁忙|閉店|クローズ|お休み|予定が|埋ま|住院|培训|开会|請假|请假|离开|離開|満席|満室"
)
_BACK = re.compile(
    r"出社|戻|復帰|再開|営業(?:を)?開始|出勤|回(?:到|来|來|公司|国|國)|返回|恢复|恢復|上班|复工|復工|开工|開工|返岗|到岗"
)
_HOLD = re.compile(
    r"不要|别(?!的)|別(?!の)|勿|ない(?:で|よう)|控え|遠慮|待|等|先不|暂时|暫時|お断り|無理|难|難|不行|不方便|不考虑"
    r"|不考慮|不需要|不打算|不用|できません|厳しい|避け|结构|見送|いりません|不必|没有预算|沒有預算"
)
_ASK = re.compile(
    r"(?:お電話|電話|連絡|ご連絡|メール|声|お声|話|打合せ|相談)[^。]{0,14}"
    r"(?:ください|下さい|お願い|いただ|頂|もら|ほし|欲し|しましょう|でき|可能)"
    r"|(?:ください|下さい|お願い)|打电话|打電話|打给|打給|打来|打過來|联系|聯繫|聯絡|联络|发邮件|發郵件|再说|再說|再聊"
    r"|再谈|再談|找我|沟通|聊|谈|致电|回电|回電|都合がよ|大丈夫です|可以|方便"
)
_PHONE = re.compile(r"電話|电话|打给|打給|打来|致电|回电")
_SPEECH = re.compile(r"[。!?\n！？]")
_CLAUSE = re.compile(r"[。!?\n！？、,，;；]")
_SILENT = re.compile(
    r"[^。!?\n]{0,12}(?:以降|以[后後]|之?[后後]|過ぎ|前|まで|間)[^。!?\n]{0,10}(?:不|别|別|勿|ない|控え|遠慮|やめ)"
)
_WEEKLY = re.compile(r"[^。!?\n、,，]{0,12}(?:不|别|勿|ない|控え|遠慮|やめ|避け|休|だめ|ダメ|困)")
_LATE = re.compile(r"夜|晚|晩|夕")


def timed(said: Said) -> Iterator[Found]:
    """Find callbacks and pauses in a text without spaces between its words."""
    found = False
    for match in WHEN.finditer(said.text):
        moment = moment_of(match, said.now)
        if moment is None or moment.days.after <= said.now.date():
            continue
        found = True
        before, after = around(said.text, match)
        dated = WHEN.match(said.text, match.end())
        if match["name"] and dated and dated["month"] and dated["day"]:
            continue  # "in the new year, on 12 January": the day says which
        if _SILENT.match(after) and _hour(after) is not None:
            continue
        weekly = match["weekday"] and not match["coming"]
        if (weekly and _WEEKLY.match(after)) or (_RANGE.match(after) and WHEN.search(after[:24])):
            continue
        yield from _meant(said, match, moment, before, after)
    if not found:
        yield from _at_an_hour(said)


def _at_an_hour(said: Said) -> Iterator[Found]:
    """Read "15時以降にお電話ください", with no day named."""
    for match in HOUR.finditer(said.text):
        before, after = around(said.text, match)
        if not _ASK.search(after) or _HOLD.search(after):
            continue
        minute = minute_at(match)
        gone = minute <= said.now.hour * 60 + said.now.minute
        at = WallTime(said.now.date() + timedelta(days=gone), minute)
        yield Found(Callback(at, _channel(said, before + after)), *match.span())
        return


def _meant(
    said: Said, match: re.Match[str], moment: Moment, before: str, after: str
) -> Iterator[Found]:
    hour = HOUR.match(after)
    rest = after[hour.end() :] if hour else after
    days, span = moment.days, match.span()
    ended = bool(_AFTER.match(rest)) and not moment.length
    first = days.after if ended else days.first
    clause, own = _CLAUSE.split(before)[-1], _CLAUSE.split(rest)[0]
    if _BACK.search(own):
        yield Found(Pause(WallTime(days.first)), *span)
    elif _UNTIL.match(rest) and (_AWAY.search(before + rest) or _HOLD.search(rest)):
        within = _BEFORE.match(rest) is not None
        yield Found(Pause(WallTime(days.first if within else days.after)), *span)
    elif _UP_TO.search(clause) and _AWAY.search(before + rest):
        yield Found(Pause(WallTime(days.after)), *span)
    elif _is_out(clause, own, ended=ended or bool(_FROM.match(rest))):
        yield Found(Pause(WallTime(days.first if moment.length else days.after)), *span)
    elif _ASK.search(before + rest):
        late = bool(_LATE.search(match[0]))
        minute = minute_at(hour, late=late) if hour else moment.minute
        yield Found(Callback(WallTime(first, minute), _channel(said, before + rest)), *span)
    elif moment.minute is None and (
        ended or _FROM.match(rest) or match["ahead"] or not re.search(r"\w{6,}", before + rest)
    ):
        yield Found(Pause(WallTime(first)), *span)


def _is_out(clause: str, own: str, *, ended: bool) -> bool:
    """Return whether the clause says that they are away or want nothing then."""
    if ended:
        return False
    held = _HOLD.search(own) or _HOLD.search(clause[-6:])
    return bool(held or (_AWAY.search(clause + own) and not _ASK.search(own)))


def _channel(said: Said, words: str) -> Channel:
    return Channel.PHONE if _PHONE.search(words) else said.channel or Channel.EMAIL


def around(text: str, match: re.Match[str]) -> tuple[str, str]:
    before = _SPEECH.split(text[: match.start()])[-1]
    return before, _SPEECH.split(text[match.end() :])[0]


def _hour(text: str) -> int | None:
    hour = HOUR.match(text)
    return minute_at(hour) if hour else None
