"""Pages of appraisals: periods, runs, rankings, explanations, what-if. 考核。"""

from django.urls import URLPattern

from biaochi.web.appraisals import explaining, periods, ranking, runs, whatif

urlpatterns: list[URLPattern] = [
    *periods.urlpatterns, *runs.urlpatterns, *ranking.urlpatterns, *explaining.urlpatterns,
    *whatif.urlpatterns,
]  # fmt: skip
