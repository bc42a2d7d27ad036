def test_x(nobody_yet):
    from xueji.exchange.seeding import seed
    from xueji.records.models import StudentForm, Entrant
    from collections import Counter
    seed(students=360, seed=1, writers=1)
    print(Counter(StudentForm.objects.values_list('missing',flat=True)))
    print(Counter(Entrant.objects.values_list('grade','school_year')))
    print(Entrant.objects.filter(grade='P1').first().registration_number)
    f=StudentForm.objects.filter(missing__gt=0).first(); 
    print(f and f.answers)
    assert 0
