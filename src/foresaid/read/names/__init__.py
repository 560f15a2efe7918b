"""Who and what is named in a text, and how do the names hang together?"""
