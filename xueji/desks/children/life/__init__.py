"""A child's life in the register: read in three questions, told newest first."""
