"""Toy networks in which something new forms while you watch. Each trains many copies at once, as one program."""
