"""The organisation's settings at the desk, and what is made of its logo and colour."""
