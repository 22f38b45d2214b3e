"""What campaigns bring up on the home page, one matter a file."""
