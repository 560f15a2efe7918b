"""What does a reader of a Word file see? (WordprocessingML, ECMA-376 part 1, §17)"""
