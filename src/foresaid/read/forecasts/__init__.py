"""What do a text's sentences say of the future, and who later claims to have foreseen what?"""
