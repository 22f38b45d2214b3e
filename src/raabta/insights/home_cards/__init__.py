"""What the home page brings up about the machinery, one matter a file."""
