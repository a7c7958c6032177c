"""What the machine suggests about passages, each with the words that say so. Judges nothing."""
