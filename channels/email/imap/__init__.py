"""A way in: mailboxes read over IMAP (RFC 9051, RFC 3501), of which nothing is ever changed."""
