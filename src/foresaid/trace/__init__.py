"""Who had the words first, and who has them from whom?"""
