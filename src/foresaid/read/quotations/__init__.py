"""Which words does a text report, in which form, and whose are they?"""
