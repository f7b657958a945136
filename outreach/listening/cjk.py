"""Times in Japanese and Chinese, whose words stand without spaces.

What the grammar of other languages does by words around an expression, these do by what follows it:
"12月10日以降に" from the tenth on, "春节之后" after the feast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from outreach.listening import calendar
from outreach.listening.said import Found, Said
from outreach.listening.stretch import Stretch, day
from policies.channel import Channel
from policies.statement import Callback, Pause, WallTime

_NUMBERS = {sign: number for number, sign in enumerate("零一二三四五六七八九十")} | {
    "两": 2,
    "兩": 2,
}
_N = r"(?:\d{1,2}|十[一二]?|[一二两兩三四五六七八九])"
DAYS = {
    sign: number
    for number, signs in enumerate(["月一", "火二", "水三", "木四", "金五", "土六", "日天"])
    for sign in signs
}


def _by_word(words: dict[str, str]) -> dict[str, str]:
    return {word: name for name, named in words.items() for word in named.split()}


_NAMED = _by_word(
    {
        "today": "今日 本日 今天",
        "tomorrow": "明日 明天",
        "overmorrow": "明後日 あさって 后天 後天",
        "this-week": "今週 这周 本周 這週",
        "next-week": "来週 週明け 下周 下週 下星期 下礼拜",
        "week-after-next": "再来週 下下周",
        "month-end": "月底 月末",
        "this-month": "今月 本月 这个月 這個月",
        "next-month": "来月 下个月 下個月 下月",
        "month-after-next": "再来月",
        "next-quarter": "来期 下个季度 下季度",
        "h1": "上半年",
        "h2": "下半年",
        "this-year": "今年 年内",
        "next-year": "来年 明年",
        "new-year": "年明け 年初 新年 正月 元旦",
        "holidays": "年末 年末年始",
        "lunar": "春节 春節 过年 過年 年后",
        "spring": "春 春先 来春",
        "summer": "夏",
        "autumn": "秋",
        "golden-week": "ゴールデンウィーク gw",
        "may-day": "五一",
        "obon": "お盆",
        "national-day": "国庆 國慶",
    }
)
_UNITS = _by_word(
    {
        "day": "日 天",
        "week": "週間 周 週 星期 礼拜",
        "month": "か月 ヶ月 カ月 ケ月 个月 個月",
        "year": "年",
        "hour": "時間 小时 小時",
    }
)
_DATE = (
    rf"(?:(?P<year>20\d\d)年)?(?P<month>{_N})月"
    r"(?:(?P<day>\d{1,2}|[一二三四五六七八九十]+)[日号號]|(?P<part>初|上旬|中旬|下旬|末|底))?"
)
_WEEKDAY = (
    r"(?P<coming>来週|今週|再来週|下下?个?(?:周|週|星期|礼拜)|这?本?(?:周|週|星期|礼拜))?の?"
    r"(?P<weekday>[月火水木金土日]曜日?|(?<=[周週期拜])[一二三四五六日天])"
)
_LENGTH = (
    rf"(?P<many>{_N}|数|几|幾|半)(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
    r"(?=ほど|くらい|ぐらい|後|以内|は|の|間|之?[后後]|以[后後]|内|以内|左右|$)"
)
_NAME = (
    rf"(?P<name>{'|'.join(sorted(_NAMED, key=len, reverse=True))})(?:の(?:前半|後半|初め|終わり))?"
)
_WHEN = re.compile(
    rf"(?:{_DATE})|(?:{_WEEKDAY})|(?:{_LENGTH})|(?:{_NAME})|(?P<number>\d{{1,2}})[日号號](?!間)"
)
HOUR = re.compile(
    rf"(?:の|、|,)?(?P<half>午前|午後|朝|夜|夕方|昼|早上|上午|中午|下午|晚上|傍晚|夜里)?(?:の)?"
    rf"(?P<hour>\d{{1,2}}|{_N})(?:[時点點](?P<min>半|\d{{1,2}}(?=分))?分?|:(?P<minute>\d\d))(?!間)"
)
_LATE = frozenset({"午後", "夜", "夕方", "下午", "晚上", "傍晚", "夜里"})
_AFTER = re.compile(
    r"(?:が)?(?:明け|過ぎ)(?:て|たら)?|(?:が)?終わ(?:り|って|ったら)|(?:之|以)?[后後](?!天)|の?[後あ](?:と)?(?=に|で|、|,|。|$)|を過ぎ"
)
_FROM = re.compile(r"以降|から|より|以[后後]|起|开始|開始|に入って|になったら|再")
_UNTIL = re.compile(r"(?:末|いっぱい)?(?:まで|迄)|(?:之|以)?前|の間|中は?|いっぱい")
_AWAY = re.compile(
    r"休|不在|出張|外出|会議|忙|手一杯|立て込|入院|产假|產假|度假|出差|放假|年假|不在|外地|很忙|没空|沒空|关门|關門|停业"
)
_BACK = re.compile(
    r"出社|戻|復帰|再開|営業(?:を)?開始|出勤|回(?:到|来|來)|返回|恢复|恢復|上班|复工|復工|开工|開工"
)
_HOLD = re.compile(
    r"不要|别|別|勿|ない(?:で|よう)|控え|遠慮|待|等|先不|暂时|暫時|お断り|無理|难|不行"
)
_ASK = re.compile(
    r"(?:お電話|電話|連絡|ご連絡|メール|声|お声|話|打合せ|相談)[^。]{0,12}(?:ください|下さい|お願い|いただ|頂|もら|ほし|欲し|しましょう|でき|可能)"
    r"|(?:ください|下さい|お願い)|(?:打电话|打電話|联系|聯繫|聯絡|发邮件|發郵件|再说|再說|再聊|再谈|再談|找我|沟通|聊|谈)"
)
_PHONE = re.compile(r"電話|电话|打给|打給")
_SPEECH = re.compile(r"[。!?\n！？]")


def timed(said: Said) -> Iterator[Found]:
    """Find callbacks and pauses in a text without spaces between its words."""
    for match in _WHEN.finditer(said.text):
        days = _days_of(match, said.now)
        if days is None or days.after <= said.now.date():
            continue
        before, after = around(said.text, match)
        if _SILENT.match(after) and _hour(after) is not None:
            continue
        yield from _meant(said, match, days, before, after)


def _meant(
    said: Said, match: re.Match[str], days: Stretch, before: str, after: str
) -> Iterator[Found]:
    hour = HOUR.match(after)
    rest = after[hour.end() :] if hour else after
    ended = _AFTER.match(rest) and not match["many"]
    first = days.after if ended else days.first
    if _BACK.search(rest[:20]):
        yield Found(Pause(WallTime(days.first)), *match.span())
    elif _UNTIL.match(rest) and (_AWAY.search(before + rest) or _HOLD.search(rest)):
        within = _BEFORE.match(rest) is not None
        yield Found(Pause(WallTime(days.first if within else days.after)), *match.span())
    elif _HOLD.search(rest) and not _FROM.match(rest) and not ended and not match["many"]:
        yield Found(Pause(WallTime(days.after)), *match.span())
    elif _ASK.search(before + rest):
        minute = minute_at(hour) if hour else None
        channel = Channel.PHONE if _PHONE.search(before + rest) else said.channel or Channel.EMAIL
        yield Found(Callback(WallTime(first, minute), channel), *match.span())
    elif ended or _FROM.match(rest) or not re.search(r"\w{6,}", before + rest):
        yield Found(Pause(WallTime(first)), *match.span())


_BEFORE = re.compile(r"(?:之|以)?前")
_SILENT = re.compile(
    r"[^。!?\n]{0,12}(?:以降|以[后後]|之?[后後]|過ぎ|前|まで|間)[^。!?\n]{0,10}(?:不|别|別|勿|ない|控え|遠慮|やめ)"
)


def around(text: str, match: re.Match[str]) -> tuple[str, str]:
    before = _SPEECH.split(text[: match.start()])[-1]
    return before, _SPEECH.split(text[match.end() :])[0]


def _days_of(match: re.Match[str], now: datetime) -> Stretch | None:
    today, found = now.date(), match.groupdict()
    if found["month"]:
        return _dated(found, today)
    if found["weekday"]:
        coming = found["coming"] or ""
        number = DAYS[found["weekday"][0]]
        ahead = coming.startswith(("来", "下", "再"))
        days = calendar.weekday(number, today, next_week=ahead)
        far = coming.startswith(("再来", "下下"))
        return day(days.first + timedelta(days=7)) if far else days
    if found["many"]:
        unit, many = _UNITS[found["unit"]], found["many"]
        count = 0.5 if many == "半" else 3.0 if many in "数几幾" else float(_number(many))
        return None if unit == "hour" else day(calendar.later(today, count, unit))
    if found["name"]:
        return calendar.named(_NAMED[found["name"]], today)
    return calendar.coming_number(int(found["number"]), today)


def _dated(found: dict[str, str | None], today: date) -> Stretch | None:
    month = _number(found["month"] or "")
    if not 1 <= month <= 12:
        return None
    if found["day"]:
        number = _number(found["day"])
        if found["year"]:
            first = calendar.valid(int(found["year"]), month, number)
            return day(first) if first else None
        return calendar.coming_day(month, number, today)
    whole = calendar.coming(month, today)
    third = (whole.after - whole.first) // 3
    match found["part"]:
        case "中旬":
            return Stretch(whole.first + third, whole.after - third)
        case "下旬" | "末" | "底":
            return Stretch(whole.first + 2 * third, whole.after)
        case _:
            return whole


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, _, ones = text.partition("十")
    if "十" in text:
        return 10 * _NUMBERS.get(tens, 1) + _NUMBERS.get(ones, 0)
    return _NUMBERS.get(text, 0)


def _hour(text: str) -> int | None:
    hour = HOUR.match(text)
    return minute_at(hour) if hour else None


def minute_at(hour: re.Match[str]) -> int:
    number = _number(hour["hour"])
    late = hour["half"] in _LATE or (hour["half"] is None and 0 < number < 8)
    minutes = hour["minute"] or hour["min"] or "0"
    minute = 30 if minutes == "半" else int(minutes)
    return min(number + 12 if late and number < 12 else number, 23) * 60 + minute
