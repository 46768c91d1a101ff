"""Reports that read and never write: promises today, the life of a unit."""
