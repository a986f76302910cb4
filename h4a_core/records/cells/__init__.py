"""What a cell means: nothing, a day, a number; and how its column writes them."""
