"""Quizzes for a learning management system, made from the course's questions."""
