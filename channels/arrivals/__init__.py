"""What can come in: a mail of any kind, a text, a call, and what a carrier reports.

Machines are told apart from people here; words are not read.
"""

from channels.arrivals.carried import (
    Delivery,
    Events,
    Incoming,
    IncomingCall,
    Reassigned,
    StatusReport,
    TextMessage,
    Trouble,
)
from channels.arrivals.mail import (
    PRIVATE_MAIL,
    SENT_MAIL,
    Arrival,
    AutoReply,
    Bounce,
    Complaint,
    Fate,
    Feedback,
    HumanReply,
    Letter,
    ListTraffic,
    Notice,
    OwnCopy,
    Reported,
    Unreadable,
    Unsubscribe,
)

__all__ = [
    "PRIVATE_MAIL",
    "SENT_MAIL",
    "Arrival",
    "AutoReply",
    "Bounce",
    "Complaint",
    "Delivery",
    "Events",
    "Fate",
    "Feedback",
    "HumanReply",
    "Incoming",
    "IncomingCall",
    "Letter",
    "ListTraffic",
    "Notice",
    "OwnCopy",
    "Reassigned",
    "Reported",
    "StatusReport",
    "TextMessage",
    "Trouble",
    "Unreadable",
    "Unsubscribe",
]
