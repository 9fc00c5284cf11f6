"""A class's records, saved by its readers on the page *Your record*: read, pooled and shown, with names left out."""
