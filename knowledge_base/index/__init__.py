"""Indexes over vectors, behind one small port."""
