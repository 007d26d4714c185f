"""What pages and documents say: every word and number is decided behind these two functions."""

from reports.lines import Measure, PlanView, ResultView
from reports.view_plan import plan_view
from reports.view_result import result_view

__all__ = ["Measure", "PlanView", "ResultView", "plan_view", "result_view"]
