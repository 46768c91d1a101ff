"""Live consultation on the web page: a customer asks, an agent on duty answers."""
