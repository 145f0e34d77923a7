"""The yearly evaluation: the class of each own member and of the cell itself, from the self-review to the decision."""
