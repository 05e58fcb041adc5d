"""A database of each released schema, with a played life in it, from which every later version goes on."""
