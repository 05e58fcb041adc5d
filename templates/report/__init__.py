"""Reports are said here: figures become sentences, tables and pictures, the same for terminal, CSV and HTML."""

from templates.report.portfolio import say_portfolio as say_portfolio
from templates.report.shape import Report as Report
from templates.report.shape import Table as Table
