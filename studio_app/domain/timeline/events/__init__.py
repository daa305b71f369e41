"""What can happen, one type a kind: the modules are the words of the glossary."""
