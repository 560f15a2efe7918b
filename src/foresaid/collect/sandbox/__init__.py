"""How can foreign bytes be parsed without harm? In a child that can reach nothing and take little."""
