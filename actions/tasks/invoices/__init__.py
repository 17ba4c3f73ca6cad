"""What is its own about the task of an invoice: how it is asked for, heard, asked back and put in words."""
