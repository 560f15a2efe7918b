"""When is a document from: what its head, its name and its text tell, and what the evidence is worth together?"""
