"""The comparisons of `validation` hold, and their pages say what they found."""
