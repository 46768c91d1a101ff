"""Service plans as data: the language, its versions, and the agreements that bind them."""
