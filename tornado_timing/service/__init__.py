"""What can be done: one method for each thing that a person or a program asks for."""
