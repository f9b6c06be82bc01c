"""Turns the readable sources of the corpus into the documents and messages that organizations send."""
