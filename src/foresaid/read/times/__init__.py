"""When does a text say that things are, were or will be?"""
