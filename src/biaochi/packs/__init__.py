"""规则包: model, loader, lint, digest, difference and the Chinese document."""
