"""Readers: text in, Document out. Each reader's library stays inside its own module."""
