"""Recorded histories of plan workflows, one for each thing a plan lives through; replayed on every test run."""
