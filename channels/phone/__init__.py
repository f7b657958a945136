"""The phone: a number is revealed to a human who pressed "call", and to nobody else."""
