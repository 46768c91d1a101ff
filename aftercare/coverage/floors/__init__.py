"""Legal floors: rules of law as versioned data, and the loader that refuses a bad record."""
