"""What we were told and could not do: the list of messages that wait for a person, one message, settling them."""
