"""What one installation says about itself: the settings, and how they are read."""

from outreach.config.files import FILE, SECRETS
from outreach.config.mail import Security
from outreach.config.reading import read_settings, settings_from, signing_keys
from outreach.config.settings import Settings

__all__ = [
    "FILE",
    "SECRETS",
    "Security",
    "Settings",
    "read_settings",
    "settings_from",
    "signing_keys",
]
