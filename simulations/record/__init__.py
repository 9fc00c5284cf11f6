"""Your record: what a reader's answers say together, and the scripts that keep and show them."""
