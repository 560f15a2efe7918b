"""What does a text report, who is reported, and in which words?"""
