"""What `outreach audit` reads beside the database, and how it tells what it found."""
