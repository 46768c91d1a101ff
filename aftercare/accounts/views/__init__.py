"""The pages: coming in, letters with links, one's own security, keeping the accounts of others."""
