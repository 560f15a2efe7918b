"""Which names of many documents are one and the same person, body, place or event?"""
