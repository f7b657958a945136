"""What one installation says about itself: the settings, and how they are read."""

from outreach.config.mail import Security
from outreach.config.reading import FILE, read_settings, settings_from, signing_key
from outreach.config.settings import Settings

__all__ = ["FILE", "Security", "Settings", "read_settings", "settings_from", "signing_key"]
