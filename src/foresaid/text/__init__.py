"""What can be computed from text alone?"""
