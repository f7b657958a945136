"""What `outreach people` keeps and tells of one person."""
