"""What the judge's model of page lines is made with."""
