"""Email: out through a submission server, in through a mailbox."""
