"""What documentation adds to Markdown, as markdown-it-py plugins: a module a family.

`parameters` says which attributes and arguments are text. No other module of the project knows what a dialect looks
like.
"""
