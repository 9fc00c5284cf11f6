"""The local grader: hand-ins run one by one, shut in, and are judged outside by the book's own functions."""
