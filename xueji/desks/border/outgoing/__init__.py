"""What we have said: the list of messages, one message, and saying it again or giving its case back."""
