"""English, in which decisions are recorded. What a rule objects to is said in the rule itself."""

from __future__ import annotations

from policies.language import Language
from policies.tongue import Tongue

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_PHRASES = {
    "by.email": "by email",
    "by.sms": "by text",
    "by.phone": "by phone",
    "heard.email": "by email",
    "heard.sms": "by text",
    "heard.phone": "by phone",
    "heard.web": "on the web",
    "heard.import": "imported",
    "heard.rep": "noted by a rep",
    "heard.program": "told by a program",
    "clearer.rep": "the rep",
    "clearer.compliance": "compliance",
    "clearer.operator": "the operator",
    "verdict.defer": "Not {by} before {moment}",
    "verdict.reroute": "Not {by} but {to}",
    "verdict.hold": "Not {by} until {clearer} has looked",
    "verdict.block": "Not {by}",
    "allowed": "Yes, {by} now: nothing they said and no rule in force objects.",
    "allowed.assumed": "Yes, {by} now: nothing they said and no rule in force objects;"
    " their place is not known, {country} is assumed.",
    "misnamed": "`{zone}` is no time zone, so it says nothing of where they are.",
    "form.sentence": "{verdict}: {because}",
    "form.date": "{day} {month} {year}",
    "form.moment": "{weekday} {day} {month} {year} {hour}:{minute} {whose}",
    "form.soon": "{weekday} {day} {month} {hour}:{minute} {whose}",
    "form.theirs": "their time",
    "form.city": "{city} time",
    "form.several": "{moment} (several clocks may be theirs)",
    "form.somebody": "the person",
    "form.hours": "{n} hours",
    "form.days": "{n} days",
    "force.law": "law",
    "force.carrier": "carrier rule",
    "force.code": "code of conduct",
    "force.courtesy": "our courtesy",
    "checked.law": "{citation}: law, checked {date}",
    "checked.carrier": "{citation}: carrier rule, checked {date}",
    "checked.code": "{citation}: code of conduct, checked {date}",
    "unchecked.law": "{citation}: law, unchecked",
    "unchecked.carrier": "{citation}: carrier rule, unchecked",
    "unchecked.code": "{citation}: code of conduct, unchecked",
    "cited.both": "{first}; and {law}",
    "ways.line": "What would change it: {ways}.",
    "ways.now": "{by} now",
    "ways.from": "{by} from {moment}",
    "ways.only": "{by} only {needs}",
    "ways.never": "{by} not within 366 days",
    "ways.then": "; ",
    "ways.comma": ", ",
    "ways.or": " or ",
    "ways.and": " and ",
    "need.their-word": "if {name} says so",
    "need.their-consent": "with their own consent on record",
    "need.their-request": "if {name} asks for this very contact",
    "need.their-address": "with an address or number from {name}",
    "need.the-mark": "if the mark is taken off, with proof and a second person",
    "need.an-answer": "once one of us has answered",
    "need.their-place": "once we know where {name} is",
    "need.rules-there": "once the rules of that place are brought in",
    "need.identity": "once compliance has settled who this is",
    "need.listening": "once replies are read again",
    "need.go-on": "once the operator lets sending go on",
    "need.registry": "once the operator has imported the registry afresh",
    "need.other-words": "with other words",
    "need.complete-words": "with complete words",
    "need.sender": "once the operator lets our sender go on",
    "need.door": "once the operator has set it up",
    "need.a-review": "after a review, with proof",
    "need.repair": "once the operator has mended the rule",
}

_CLOCKS = {
    f"America/{place}": f"{name} time"
    for name, places in (
        ("Eastern", "New_York Detroit Toronto Indiana/Indianapolis Kentucky/Louisville"),
        ("Central", "Chicago Menominee Winnipeg Indiana/Knox Indiana/Tell_City"),
        ("Mountain", "Denver Boise Edmonton"),
        ("Arizona", "Phoenix"),
        ("Pacific", "Los_Angeles Vancouver"),
        ("Alaska", "Anchorage Juneau Sitka Nome Yakutat Metlakatla"),
        ("Saskatchewan", "Regina"),
        ("Atlantic", "Halifax"),
        ("Newfoundland", "St_Johns"),
    )
    for place in places.split()
} | {"Pacific/Honolulu": "Hawaii time"}

ENGLISH = Language(Tongue.ENGLISH, _PHRASES, _DAYS, _WEEKDAYS, _MONTHS, _CLOCKS)
