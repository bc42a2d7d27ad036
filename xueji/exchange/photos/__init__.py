"""Photos by the archive: read in a limited child process, matched to children by the number in the file's name."""
