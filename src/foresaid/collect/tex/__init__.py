"""What do the marks of a TeX source stand for, and which words does its reader see?"""
