"""Addresses of the district's desk; the city walks down to some of them."""

from django.urls import path

from xueji.desks.district.filings import filings, note_filings
from xueji.desks.district.home import district_home
from xueji.desks.district.problems.listing import problems
from xueji.desks.district.problems.page import problem_page, resolve_problem
from xueji.desks.district.school import district_school
from xueji.desks.district.schools import district_schools, district_schools_export

urlpatterns = [
    path("district", district_home, name="district_home"),
    path("district/schools", district_schools, name="district_schools"),
    path("district/schools.xlsx", district_schools_export, name="district_schools_export"),
    path("district/schools/<int:school_id>", district_school, name="district_school"),
    path("filings", filings, name="filings"),
    path("filings/note", note_filings, name="note_filings"),
    path("duplicates", problems, name="problems"),
    path("duplicates/<int:problem_id>", problem_page, name="problem"),
    path("duplicates/<int:problem_id>/resolve", resolve_problem, name="resolve_problem"),
]
