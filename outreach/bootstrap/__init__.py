"""Where everything meets: packs and places are loaded, and the house is put together."""
