"""The face of the program: shell, components, lists, gallery. It knows no organisation; what it shows is registered."""
