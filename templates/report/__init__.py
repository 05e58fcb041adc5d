"""Reports are said here: figures become sentences, tables and pictures, the same for terminal, CSV and HTML."""

from templates.report.deals import say_deals as say_deals
from templates.report.engagement import say_engagement as say_engagement
from templates.report.forecast import say_forecast as say_forecast
from templates.report.hygiene import say_hygiene as say_hygiene
from templates.report.impact import say_impact as say_impact
from templates.report.portfolio import say_portfolio as say_portfolio
from templates.report.shape import Report as Report
from templates.report.shape import Table as Table
from templates.report.shape import cut as cut
from templates.report.slippage import say_slippage as say_slippage
from templates.report.slippage import say_slippage_of as say_slippage_of
from templates.report.timeline import say_timeline as say_timeline
