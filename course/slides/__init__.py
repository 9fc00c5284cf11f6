"""Slides for a chapter: a Markdown file becomes a reveal.js deck whose figures are the book's own, alive.

``source`` reads a deck, ``figures`` knows what a built book has to show, ``page`` makes the HTML, and ``folder`` writes
decks where they are shown: into the built book, or into a folder of their own.
"""
