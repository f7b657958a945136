"""What a file of people says: its columns, its rows, and which rows are the same person. Pure."""
