"""Which works does a text name, whose are they, and which names mean the same work?"""
