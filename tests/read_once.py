"""What takes a program longest to read before it can work: code, zones and phrases.

`tests.loaded` has a process import this, once, and forks programs from it.
"""

from importlib import import_module

from outreach.bootstrap.phrases import warm_reader
from outreach.bootstrap.rulebook import load_rulebook
from outreach.bootstrap.zones import load_every_zone

for module in (
    "alembic.command",
    "imapclient",
    "outreach.bootstrap.engine",
    "outreach.bootstrap.house",
    "outreach.cli.run",
    "outreach.web.opened",
    "outreach.web.serving",
    "twilio.rest",
):
    import_module(module)
load_every_zone()
warm_reader()
load_rulebook()
