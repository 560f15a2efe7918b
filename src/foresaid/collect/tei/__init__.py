"""How does a TEI edition become a text a reader sees, and what does its header say?"""
