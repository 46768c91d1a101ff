"""Who may come in, how they prove it, and how that ends."""
