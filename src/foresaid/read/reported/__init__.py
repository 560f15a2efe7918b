"""Which words does a text report without marks, and what belongs to a report besides its marked words?"""
