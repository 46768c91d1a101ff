"""Product patches: published, offered to every customer who has the model, chosen by each."""
