"""What pytest knows beyond its own: databases, skips in CI, untranslated texts, a browser."""
