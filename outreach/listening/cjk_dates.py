"""Expressions of time in Japanese and Chinese, whose words stand without spaces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from outreach.listening import calendar
from outreach.listening.stretch import DAY, Stretch, day, monday_after, month_start

_NUMBERS = {sign: number for number, sign in enumerate("零一二三四五六七八九十")} | {
    "两": 2,
    "兩": 2,
    "〇": 0,
}
_N = r"(?:\d{1,3}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两兩三四五六七八九])"
DAYS = {
    sign: number
    for number, signs in enumerate(["月一", "火二", "水三", "木四", "金五", "土六", "日天"])
    for sign in signs
}


def _by_word(words: dict[str, str]) -> dict[str, str]:
    return {word: name for name, named in words.items() for word in named.split()}


_NAMED = _by_word(
    {
        "today": "今日 本日 今天 今夜 今晩 今晚 今天晚上 今夕",
        "tomorrow": "明日 明天 あした 明晚 明晩 明早 明朝 明儿",
        "overmorrow": "明後日 あさって 后天 後天",
        "in-three-days": "明々後日 しあさって 大后天 大後天",
        "this-week": "今週 今週中 这周 本周 這週 这个星期 這個星期 这星期 这礼拜 这个礼拜 这一周",
        "next-week": "来週 翌週 週明け 下周 下週 下星期 下个星期 下個星期 下礼拜 下个礼拜 下一周",
        "week-after-next": "再来週 下下周 下下週 下下个星期",
        "two-weeks": "今週来週 这两周 這兩週 这两个星期",
        "weekend": "今週末 这周末 这个周末",
        "month-end": "月底 月末 今月末 这个月底 本月底",
        "this-month": "今月 今月中 本月 这个月 這個月 当月",
        "next-month": "来月 翌月 下个月 下個月 下月 来月初め 来月頭 下个月初 下月初 月初",
        "month-after-next": "再来月 下下个月 下下個月",
        "next-quarter": "来期 次期 下个季度 下季度 下一季度",
        "this-quarter": "今期 当期 本季度 这个季度",
        "h1": "上半年 上半期",
        "h2": "下半年 下半期",
        "this-year": "今年 今年中 今年度 年内 本年",
        "next-year": "来年 翌年 明年 明年初",
        "year-after-next": "再来年 后年 後年",
        "year-end": "年底 年终",
        "new-year": "年明け 年初 新年 元旦 三が日 正月明け お正月 新年早々",
        "holidays": "年末 年末年始 正月休み 冬休み 年末年始休み",
        "lunar": "春节 春節 过年 過年 年后 旧正月 过完年 過完年 农历新年 農曆年",
        "lantern": "正月十五 元宵节 元宵",
        "spring": "春 春先 来春 春天 春季",
        "summer": "夏 夏天 夏季 来夏",
        "autumn": "秋 秋天 秋季 秋口 来秋",
        "winter": "冬 冬天 冬季",
        "golden-week": "ゴールデンウィーク gw",
        "long-holiday": "連休 大型連休 长假 長假",
        "silver-week": "シルバーウィーク",
        "may-day": "五一 劳动节 勞動節",
        "obon": "お盆 盆休み",
        "national-day": "国庆 國慶 国庆节 国庆长假 國慶長假 国庆假期 國慶假期 十一长假 十一假期",
        "qingming": "清明 清明节",
        "dragon-boat": "端午 端午节",
        "mid-autumn": "中秋 中秋节",
        "christmas": "クリスマス 圣诞 圣诞节 聖誕",
        "summer-holidays": "夏休み 暑假 暑期",
        "winter-break": "寒假",
        "fiscal-april": "新年度 来年度 次年度 翌年度",
        "fiscal-april-end": "年度末 今年度末 期末 決算期",
    }
)
_UNITS = _by_word(
    {
        "day": "日間 日 天",
        "workday": "営業日 个工作日 個工作日 工作日",
        "week": "週間 周 週 个星期 個星期 星期 个礼拜 礼拜",
        "month": "か月間 ヶ月間 か月 ヶ月 カ月 ケ月 箇月 个月 個月 月",
        "year": "年間 年",
        "quarter": "个季度",
        "hour": "時間 个小时 個小時 小时 小時 个钟头 个钟",
        "minute": "分钟 分鐘 分",
    }
)
_YEAR = r"(?:(?P<year>20\d\d)年|(?P<named_year>来年|明年|再来年|后年|今年)の?)?"
_DATE = (
    rf"{_YEAR}(?P<month>{_N})月(?!間)"
    r"(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号號](?!間|内|以内)"
    r"|の?第(?P<nth>[1-5一二三四五])(?:週目?|周|个?星期|個?星期|礼拜)"
    r"|の?(?P<part>最后一?[周週]|最後一?[周週]|最終週|最後の週|初旬|初め|初|上旬|头|頭|中旬|中|半ば|下旬|末|底))?"
    r"|(?P<one>\d{1,2})/(?P<two>\d{1,2})(?!\d)"
)
_OF_MONTH = (
    r"(?P<of>再来月|来月|翌月|下下个?月|下個月|下个月|下月)の?"
    r"(?P<of_day>\d{1,2})[日号號](?!間|内|以内)"
)
_WEEKDAY = (
    r"(?P<coming>再来週|来週|今週|下下?个?(?:周|週|星期|礼拜)|这?本?(?:周|週|星期|礼拜))?の?"
    r"(?P<weekday>[月火水木金土日]曜日?|(?<=[周週期拜])[一二三四五六日天])"
)
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_LENGTH = (
    rf"(?P<ahead>今後|これから|向こう|あと|もう|ここ|未来|接下来|接下來|再过|再過|过|過|给我|給我|最近)?の?"
    rf"(?P<many>{_N}|数|几|幾|半)(?:[-~〜、到至]?(?P<most>{_N}))?(?P<and>个半)?(?P<unit>{_UNIT})(?P<half>半)?"
    r"(?P<behind>ほど|くらい|ぐらい|後|以内|間|之?[后後]|以[后後]|内|左右|は|時間|时间)?"
)
_PERIOD = rf"{_YEAR}(?:第|q)?(?P<period>[1-4一二三四])(?:四半期|季度)"
_SEASON = r"(?:来年|明年)の?(?P<season>[春夏秋冬])(?:天|季)?"
_NAME = (
    rf"(?P<name>{'|'.join(sorted(_NAMED, key=len, reverse=True))})"
    r"(?:の?(?P<portion>末|底|下旬|中旬|半ば|後半|后半|下半|終わり))?(?:の(?:前半|初め))?"
)
WHEN = re.compile(
    rf"(?:{_PERIOD.replace('P<year>', 'P<p_year>').replace('P<named_year>', 'P<p_named>')})"
    rf"|(?:{_SEASON})|(?:{_OF_MONTH})"
    rf"|(?:{_WEEKDAY})|(?:{_DATE})|(?:{_LENGTH})|(?:{_NAME})|(?P<number>\d{{1,2}})[日号號](?!間)"
)
_YEARS = {"今年": 0, "来年": 1, "明年": 1, "再来年": 2, "后年": 2}
_SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
_NOT = ("不", "别", "別", "勿", "没", "沒", "待")


@dataclass(frozen=True, slots=True)
class Moment:
    """The days of an expression; a minute of the first one for "in two hours"."""

    days: Stretch
    minute: int | None = None
    length: bool = False


def moment_of(match: re.Match[str], now: datetime) -> Moment | None:
    """Return what a match of WHEN means; None where it is no time to come."""
    today, found = now.date(), match.groupdict()
    if found["many"]:
        return _length(match, now)
    if found["period"]:
        year = _year_of(found["p_year"], found["p_named"], today)
        name = f"q{number_of(found['period'])}"
        return Moment(calendar.named(name, max(today, date(year, 1, 1)) if year else today))
    if found["season"]:
        return Moment(calendar.named(_SEASONS[found["season"]], date(today.year, 12, 31)))
    if found["of"]:
        ahead = 2 if found["of"].startswith(("再", "下下")) else 1
        start = month_start(today.year, today.month + ahead)
        first = calendar.valid(start.year, start.month, int(found["of_day"]))
        days = day(first) if first else None
    elif found["one"]:
        days = calendar.coming_day(int(found["one"]), int(found["two"] or 0), today)
    elif found["month"]:
        days = _dated(found, today)
    elif found["weekday"]:
        days = _weekday(found, today)
    elif found["name"]:
        days = _portion(_named(_NAMED[found["name"]], today), found["portion"])
    else:
        days = calendar.coming_number(int(found["number"]), today)
    return Moment(days) if days else None


def _named(name: str, today: date) -> Stretch:
    match name:
        case "in-three-days":
            return day(today + timedelta(days=3))
        case "lantern":
            first = calendar.named("lunar", today).first
            return day(first + timedelta(days=14))
        case "long-holiday":
            feasts = ("new-year", "golden-week", "obon", "silver-week", "national-day")
            return min((calendar.named(one, today) for one in feasts), key=lambda one: one.after)
        case _:
            return calendar.named(name, today)


def _portion(whole: Stretch, portion: str | None) -> Stretch:
    """Return the end, middle or second half of a stretch ("来月末", "下周末")."""
    length = whole.after - whole.first
    match portion:
        case "末" | "底" | "終わり":
            last = 2 if length <= timedelta(days=7) else 1
            return Stretch(whole.after - timedelta(days=last), whole.after)
        case "下旬":
            return Stretch(whole.first + 2 * (length // 3), whole.after)
        case "中旬" | "半ば":
            return Stretch(whole.first + length // 3, whole.after)
        case "後半" | "后半" | "下半":
            return Stretch(whole.first + length // 2, whole.after)
        case _:
            return whole


def _weekday(found: dict[str, str | None], today: date) -> Stretch:
    coming = found["coming"] or ""
    number = DAYS[(found["weekday"] or "")[0]]
    days = calendar.weekday(number, today, next_week=coming.startswith(("来", "下", "再")))
    far = coming.startswith(("再来", "下下"))
    return day(days.first + timedelta(days=7)) if far else days


def _length(match: re.Match[str], now: datetime) -> Moment | None:
    """Return the end of a length, where words before or behind say that it is one."""
    found = match.groupdict()
    unit, many = _UNITS[found["unit"]], found["most"] or found["many"]
    ended = match.end() == len(match.string) or match.string[match.end()] in "。、,，!！"
    long = (found["unit"] or "").endswith("間") or match.string.startswith(_NOT, match.end())
    said_so = found["ahead"] or found["behind"] or long
    if not said_so and found["unit"] in ("日", "月") and (many or "").isdigit():
        return _numbered(int(many or 0), now.date()) if found["unit"] == "日" else None
    if not (said_so or (ended and unit not in ("day", "month", "year"))):
        return None
    if match.string.startswith(("前", "以前", "之前"), match.end()) or found["ahead"] == "最近":
        return None
    count = 0.5 if many == "半" else 3.0 if many in "数几幾" else float(number_of(many))
    count += 0.5 if found["and"] or found["half"] else 0
    if unit in ("hour", "minute"):
        at = now + timedelta(minutes=count * (60 if unit == "hour" else 1))
        return Moment(day(at.date()), at.hour * 60 + at.minute, length=True)
    if unit == "month" and many == "半" and found["unit"] == "月":
        return Moment(day(now.date() + timedelta(days=15)), length=True)
    return Moment(day(calendar.later(now.date(), count, unit)), length=True)


def _numbered(number: int, today: date) -> Moment | None:
    days = calendar.coming_number(number, today)
    return Moment(days) if days else None


def _year_of(digits: str | None, name: str | None, today: date) -> int | None:
    if digits:
        return int(digits)
    return today.year + _YEARS[name] if name else None


def _dated(found: dict[str, str | None], today: date) -> Stretch | None:
    month = number_of(found["month"] or "")
    if not 1 <= month <= 12:
        return None
    year = _year_of(found["year"], found["named_year"], today)
    if found["day"]:
        number = number_of(found["day"])
        if year is None:
            return calendar.coming_day(month, number, today)
        first = calendar.valid(year, month, number)
        return day(first) if first else None
    since = max(today, date(year, 1, 1) - timedelta(days=1)) if year else today
    whole = calendar.coming(month, since)
    if found["nth"]:
        start = whole.first.replace(day=1)
        monday = monday_after(start - DAY) + timedelta(days=7 * (number_of(found["nth"]) - 1))
        return Stretch(max(monday, today + DAY), monday + timedelta(days=7))
    third = (whole.after - whole.first) // 3
    if found["part"] and found["part"].startswith("最"):
        monday = monday_after(whole.after - 8 * DAY)
        return Stretch(max(monday, today + DAY), monday + timedelta(days=7))
    match found["part"]:
        case "中旬" | "中" | "半ば":
            return Stretch(whole.first + third, whole.after - third)
        case "下旬" | "末" | "底":
            return Stretch(whole.first + 2 * third, whole.after)
        case _:
            return whole


def number_of(text: str) -> int:
    """Return the number that digits or signs write."""
    if text.isdigit() and text.isascii():
        return int(text)
    tens, _, ones = text.partition("十")
    if "十" in text:
        return 10 * _NUMBERS.get(tens, 1) + _NUMBERS.get(ones, 0)
    return _NUMBERS.get(text, 0)


HOUR = re.compile(
    rf"(?:の|、|,)?(?P<half>午前|午後|朝|夜|夕方|昼|早上|上午|中午|下午|晚上|傍晚|夜里|晚)?(?:の)?"
    rf"(?P<hour>\d{{1,2}}|{_N})(?:[時点點](?P<min>半|\d{{1,2}}(?=分))?分?|:(?P<minute>\d\d))(?!間)"
)
_LATE = frozenset({"午後", "夜", "夕方", "下午", "晚上", "傍晚", "夜里", "晚"})


def minute_at(hour: re.Match[str], *, late: bool = False) -> int:
    """Return the minute of the day that a match of HOUR names."""
    number = number_of(hour["hour"])
    late = late or hour["half"] in _LATE or (hour["half"] is None and 0 < number < 8)
    minutes = hour["minute"] or hour["min"] or "0"
    minute = 30 if minutes == "半" else int(minutes)
    return min(number + 12 if late and number < 12 else number, 23) * 60 + minute
