"""History: which English a translation was made from, and which commit changed it since; over the git program."""
