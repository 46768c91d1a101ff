"""The pages of live consultation: the customer's, and the desk's."""
