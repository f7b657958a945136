"""How the pages are served from the command line."""
