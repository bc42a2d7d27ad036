"""The procedures of this edition, one file each."""
