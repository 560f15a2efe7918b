"""What does a text assert: events, outcomes, quantities, causes, universals, superlatives, beliefs?"""
