"""The registry for programs: what desks do and show, as JSON under /api/v1/, for one post of one office at a time."""
