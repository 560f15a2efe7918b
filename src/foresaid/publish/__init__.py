"""In which standard forms can what was found leave the house?"""
