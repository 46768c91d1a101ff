"""E-mail coming in: mailboxes, letters, and the cases they belong to."""
