"""How do words placed on pages become running text? Pure: no format, no files, only places and words."""
