"""Who foresaw it, who expected the opposite, and what is that worth?"""
