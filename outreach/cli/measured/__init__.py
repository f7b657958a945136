"""What `outreach measure` prints."""
