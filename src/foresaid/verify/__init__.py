"""Is this quotation real, exact and rightly attributed?"""
