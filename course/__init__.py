"""What an instructor assigns, made from the book: assignments, quizzes, a bank of items, slides."""
