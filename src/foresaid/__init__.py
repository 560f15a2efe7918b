"""Who said what, when, and can it be shown?"""

__version__ = "0.1.0"
