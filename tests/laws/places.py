"""Where people of the laws may be: places, numbers and addresses, awkward ones among them."""

ZONES = (
    "America/Los_Angeles",
    "America/New_York",
    "America/Phoenix",
    "Pacific/Honolulu",
    "America/St_Johns",
    "America/Santiago",
    "Europe/Dublin",
    "Europe/Kiev",
    "Africa/Cairo",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Asia/Singapore",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "US/Eastern",
)
NO_ZONES = ("", "Mars/Olympus")
PLACES = (
    ("US", "US-NV"),
    ("US", "US-FL"),
    ("US", "US-TN"),
    ("US", None),
    ("CA", "CA-BC"),
    ("AU", None),
    ("ES", "ES-CN"),
    ("FR", None),
    ("JP", None),
    (None, None),
)
"""Country and subdivision. Nevada, Florida and Tennessee have two zones each, as have the Canaries
and the peninsula."""

NUMBERS = (
    "+17025550142",
    "+12125550142",
    "+18505550142",
    "+18085550142",
    "+18005550142",
    "+16045550142",
    "+61412345678",
    "+34612345678",
    "+819012345678",
)
ADDRESSES = ("ana@kestrel.example", "ana.b@firm.fr", "ana@kestrel.co.uk")
