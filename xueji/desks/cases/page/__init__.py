"""One case on its page: the rail, the step that is asked of the reader, the story, the conditions."""
