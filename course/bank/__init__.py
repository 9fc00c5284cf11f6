"""The bank of items, with tags, and the exams that are made from it."""
