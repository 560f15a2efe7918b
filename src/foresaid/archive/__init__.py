"""Where are a collection's files, and who may write them?"""
