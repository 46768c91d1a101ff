"""What the templates of plans need besides the common looks."""
