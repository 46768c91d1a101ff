"""Files and photographs attached to anything."""
