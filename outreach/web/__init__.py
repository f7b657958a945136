"""Our pages: served plainly, without scripts, cookies or anything from elsewhere."""
