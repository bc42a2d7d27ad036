import time
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.small_city import SmallCity, city
from tests.desks.classes.pupils import *
from xueji.desks.children.life.reading import *
def test_x(city):
    g=city.class_group()
    ps=pupils(city,g)
    a=city.actor()
    with scope(a), CaptureQueriesContext(connection) as q:
        l=life_of(a, ps[2].pk)
        d=decisions_about(a, ps[2].pk)
        h=history_of(a,l)
    print(len(q)); print(l); print(d); print(h)
    for x in q: print(x["sql"][:3000])
