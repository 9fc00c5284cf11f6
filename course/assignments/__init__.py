"""Assignments: a notebook for each student, the instructor's, the keys, and Otter's autograder."""
