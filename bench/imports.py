"""An admissions list from file to committed entrants, against COPY of the same rows and a bare read of the same file."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from bench.house import house

GIVEN = "文博雨涵子轩欣怡佳浩然思源明哲可心若航语桐诗清嘉树安宁"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
EXTRA = 26


def write_list(path: Path, rows: int, school_codes: list[str]) -> int:
    """Write an invented list of `rows` children with the admission's 20 columns and items of the form; count columns."""
    import xlsxwriter

    from xueji.exchange.intake.columns.fields import entry_fields, form_fields
    from xueji.vocabulary.numbers.resident_id import resident_id_check_char

    dice = random.Random(2015)
    entry = [field.heading for field in entry_fields().values()]
    more = [field for key, field in form_fields().items() if key in _FORM][:EXTRA]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet("录取名单")
    sheet.write_row(0, 0, [*entry, *(field.heading for field in more)])
    for number in range(rows):
        born = date(2008, 9, 1) + timedelta(days=number % 364)
        serial = number // 364 * 2 + number % 2
        body = f"{_REGIONS[serial // 1000]}{born:%Y%m%d}{serial % 1000:03d}"
        name = dice.choice(SURNAMES) + "".join(dice.choice(GIVEN) for _ in range(2))
        values = {
            "登记编号": f"BJ2015{number:06d}", "姓名": name, "性别": "男" if serial % 2 else "女",
            "出生日期": f"{born:%Y%m%d}", "身份证件类型": "居民身份证", "身份证件号": body + resident_id_check_char(body),
            "民族": "汉族", "国籍/地区": "中国", "户籍类别": "本市户籍", "按本市户籍对待类别": "",
            "户口所在地": "北京市延庆县", "现住址": f"延庆县东外大街{number % 99 + 1}号", "监护人姓名": name[0] + "建国",
            "监护人关系": "父亲", "监护人联系电话": f"139{number:08d}", "录取学校标识码": school_codes[number % len(school_codes)],
            "录取学校名称": "", "入学年级": "小学一年级", "入学方式": "就近入学", "就读方式": "走读",
        }  # fmt: skip
        sheet.write_row(number + 1, 0, [*(values[heading] for heading in entry), *(_FORM[f.key] for f in more)])
    book.close()
    return len(entry) + len(more)


_REGIONS = ("110229", "110108", "110105", "110114", "110112")
_FORM = {
    "overseas_category": "否", "political_status": "群众", "health": "健康或良好", "hukou_kind": "非农业户口",
    "mailing_address": "延庆县东外大街1号", "home_address": "延庆县东外大街1号", "telephone": "13900000000",
    "postal_code": "102100", "only_child": "是", "preschool": "是", "left_behind": "非留守儿童",
    "migrant_worker_child": "否", "orphan": "否", "martyr_or_preferential_child": "否", "disability": "无",
    "purchased_place": "否", "needs_aid": "否", "living_subsidy": "否", "commute_distance": "1.5",
    "commute_mode": "步行", "school_bus": "否", "student_source": "正常入学", "specialties": "绘画",
    "former_name": "", "email": "a@example.com", "member1_employer": "县供销社",
}  # fmt: skip


def main(folder: Path, rows: int) -> dict[str, object]:
    """Import the list, then COPY the very rows it made once more into the same table, rolled back."""
    from django.db import connection
    from python_calamine import CalamineWorkbook

    from tests.small_city import small_city
    from xueji.exchange.landing.landing import land_batch
    from xueji.exchange.landing.staging import judge_batch, keep_list
    from xueji.exchange.models import ImportBatch
    from xueji.parties.actors import system_actor
    from xueji.parties.scope import scope
    from xueji.vocabulary.parties import Party

    city = small_city(places=rows)
    path = folder / "bench.xlsx"
    columns = write_list(path, rows, [school.code for school in city.schools[:2]])
    actor = system_actor(Party.ADMISSIONS)
    begun = perf_counter()
    with scope(actor):
        batch = keep_list(actor, path.name, path.read_bytes(), None)
    judge_batch(batch.pk)
    ImportBatch.objects.filter(pk=batch.pk, status="judged").update(status="landing")
    land_batch(batch.pk)
    imported = perf_counter() - begun
    batch.refresh_from_db()
    assert batch.counts["accept"] == rows, batch.counts

    begun = perf_counter()
    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    read = perf_counter() - begun

    names = "(SELECT string_agg(quote_ident(column_name), ',') FROM information_schema.columns WHERE table_name = 'records_entrant' AND column_name <> 'id')"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names}")
        listed = cursor.fetchone()[0]
        with cursor.copy(f"COPY (SELECT {listed} FROM records_entrant) TO STDOUT") as out:
            data = b"".join(bytes(block) for block in out)
    copied = _copy_again(listed, data)
    return {"rows": rows, "columns": columns, "import_s": imported, "read_s": read, "copy_s": copied}


def _copy_again(listed: str, data: bytes) -> float:
    from django.db import connection, transaction

    # Registration numbers are unique: the second copy carries a mark in front of each.
    lines = data.decode().splitlines(keepends=True)
    place = listed.split(",").index("registration_number")
    marked = []
    for line in lines:
        cells = line.split("\t")
        cells[place] = "Z" + cells[place]
        marked.append("\t".join(cells))
    body = "".join(marked).encode()
    with transaction.atomic(), connection.cursor() as cursor:
        begun = perf_counter()
        with cursor.copy(f"COPY records_entrant ({listed}) FROM STDIN") as into:
            into.write(body)
        took = perf_counter() - begun
        transaction.set_rollback(True)
    return took


if __name__ == "__main__":
    import sys

    with house() as arguments:
        print(json.dumps(main(Path(sys.argv[1]), int(arguments[0]))))
