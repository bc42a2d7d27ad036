"""Administrative regions and how their codes changed."""
