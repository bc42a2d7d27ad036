"""Who acts in a procedure, and which role a person has."""

from __future__ import annotations

from enum import StrEnum

from xueji.vocabulary.text import Text


class Party(StrEnum):
    """A side of a procedure. The levels (school to province) are data of a rulebook; these are only their names."""

    SCHOOL = "school"
    DISTRICT = "district"
    CITY = "city"
    PROVINCE = "province"
    SERVICE_TEAM = "service_team"
    RECEIVING_SCHOOL = "receiving_school"
    RECEIVING_DISTRICT = "receiving_district"
    SENDING_SCHOOL = "sending_school"
    SENDING_DISTRICT = "sending_district"
    NATIONAL_SYSTEM = "national_system"
    ADMISSIONS = "admissions"
    CLOCK = "clock"
    GUARDIAN = "guardian"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _PARTIES[self]


class Role(StrEnum):
    """What a post makes of a person: role at a school or an office."""

    REGISTRAR = "registrar"
    REGISTRAR_SUPERVISOR = "registrar_supervisor"
    HOMEROOM_TEACHER = "homeroom_teacher"
    DISTRICT_OFFICER = "district_officer"
    CITY_OFFICER = "city_officer"
    PROVINCE_OFFICER = "province_officer"
    SERVICE_OFFICER = "service_officer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _ROLES[self]


_PARTIES = {
    Party.SCHOOL: Text("学校", "School"),
    Party.DISTRICT: Text("区县", "District"),
    Party.CITY: Text("市级", "City"),
    Party.PROVINCE: Text("省级", "Province"),
    Party.SERVICE_TEAM: Text("服务团队", "Service team"),
    Party.RECEIVING_SCHOOL: Text("转入学校", "Receiving school"),
    Party.RECEIVING_DISTRICT: Text("转入区县", "Receiving district"),
    Party.SENDING_SCHOOL: Text("转出学校", "Sending school"),
    Party.SENDING_DISTRICT: Text("转出区县", "Sending district"),
    Party.NATIONAL_SYSTEM: Text("全国学籍系统", "National system"),
    Party.ADMISSIONS: Text("招生入学系统", "Admissions"),
    Party.CLOCK: Text("系统定时", "Clock"),
    Party.GUARDIAN: Text("监护人", "Guardian"),
}

_ROLES = {
    Role.REGISTRAR: Text("学籍管理员", "Registrar"),
    Role.REGISTRAR_SUPERVISOR: Text("学籍主管领导", "Registrar's supervisor"),
    Role.HOMEROOM_TEACHER: Text("班主任", "Homeroom teacher"),
    Role.DISTRICT_OFFICER: Text("区县学籍管理人员", "District officer"),
    Role.CITY_OFFICER: Text("市级学籍管理人员", "City officer"),
    Role.PROVINCE_OFFICER: Text("省级学籍管理人员", "Province officer"),
    Role.SERVICE_OFFICER: Text("服务团队人员", "Service team officer"),
    Role.ADMINISTRATOR: Text("系统管理员", "Administrator"),
}
