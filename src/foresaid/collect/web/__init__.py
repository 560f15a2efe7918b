"""How do pages of the web and their captures become texts? Markup, what it hides, what a page says of itself."""
