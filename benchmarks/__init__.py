"""How fast it is, as ratios against a baseline measured in the same run."""
