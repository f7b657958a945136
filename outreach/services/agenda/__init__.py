"""A rep's day, and the calendar of what was promised."""

from outreach.services.agenda.calendar import calendar
from outreach.services.agenda.day import agenda
from outreach.services.agenda.lines import Agenda, Group, Line

__all__ = ["Agenda", "Group", "Line", "agenda", "calendar"]
