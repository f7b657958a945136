"""What a text looks like at a carrier shaped like Twilio. Pure: fields and keys are handed in."""
