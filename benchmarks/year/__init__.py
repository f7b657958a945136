"""A year in the life of a house, lived by everybody in it on a clock of ours.

People answer by a seeded script, and what they mean is known here alone: the house has their words.
"""
