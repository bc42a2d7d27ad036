"""Addresses of the desks. Each desk keeps its own beside its views; `home` is the one address that all share.

Names that other desks link to: home · entrants, entrant · cases, case · classes · children, child · district_home,
city_home · imports. The frame asks for them by name and leaves out what a desk does not have.
"""

from django.urls import include, path

urlpatterns = [
    path("", include("xueji.desks.sign_in.urls")),
    path("", include("xueji.desks.account.urls")),
    path("", include("xueji.desks.school.urls")),
    path("", include("xueji.desks.entrants.urls")),
    path("", include("xueji.desks.cases.urls")),
    path("", include("xueji.desks.border.urls")),
    path("", include("xueji.desks.classes.urls")),
    path("", include("xueji.desks.children.urls")),
    path("", include("xueji.desks.district.urls")),
    path("", include("xueji.desks.city.urls")),
    path("", include("xueji.desks.cockpit.urls")),
    path("", include("xueji.desks.intake.urls")),
    path("", include("xueji.desks.photos.urls")),
    path("", include("xueji.desks.takeover.urls")),
    path("", include("xueji.desks.rules.urls")),
    path("", include("xueji.desks.evidence.urls")),
    path("", include("xueji.desks.lateness.urls")),
    path("", include("xueji.desks.notices.urls")),
    path("", include("xueji.desks.tokens.urls")),
    path("api/v1/", include("xueji.desks.api.urls")),
]
