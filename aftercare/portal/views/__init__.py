"""The pages of customers: coming in, following a case, and what is theirs."""
