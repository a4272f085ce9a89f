"""青石县: a synthetic county, so that everything can be run without a real person's data."""
