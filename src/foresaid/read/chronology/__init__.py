"""In which order did the events happen that one or many texts tell?"""
