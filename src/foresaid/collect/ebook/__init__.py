"""Where are the pages of an e-book, and what does its package say of it?"""
