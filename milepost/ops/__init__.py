"""What ops see of a process: logs, metrics and traces of its steps, and whether it is alive and ready."""
