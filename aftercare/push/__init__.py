"""What happens, told to open pages as it happens."""
