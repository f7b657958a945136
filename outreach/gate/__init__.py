"""The only way out: judge, clear, redeem, hand over, record."""
