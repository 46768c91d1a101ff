"""What cells and headings mean. Plain Python."""
