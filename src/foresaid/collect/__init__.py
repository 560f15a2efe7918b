"""What did we receive, and what text is in it?"""
