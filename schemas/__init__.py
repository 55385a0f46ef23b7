"""The one declaration of every table, and what is derived from it."""
