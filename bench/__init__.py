"""Measurements of speed and memory, beside what one would use instead and beside the floor."""
