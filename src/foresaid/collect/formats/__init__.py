"""How is one format read? One file each."""
