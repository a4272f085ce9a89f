"""The pure engine: packs compile to one typed plan that two executors run."""
