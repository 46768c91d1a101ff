"""The pages of patches: the catalogue, one patch, and what becomes of it for each unit."""
