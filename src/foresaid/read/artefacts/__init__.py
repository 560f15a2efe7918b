"""What in a text is no part of what its author wrote, or was damaged on the way?"""
