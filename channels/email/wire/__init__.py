"""What an email looks like on the wire. Pure: bytes and dates come in as arguments."""
