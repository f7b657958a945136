"""Makes a house folder: settings, a database born for rehearsal or live, words, sequences, mail.

Nothing that is there already is overwritten, so it may be run again to add what is missing.
"""

from outreach.services.set_up.making import House, is_house, set_up
from outreach.services.set_up.plans import MailPlans, Plans, TextPlans

__all__ = ["House", "MailPlans", "Plans", "TextPlans", "is_house", "set_up"]
