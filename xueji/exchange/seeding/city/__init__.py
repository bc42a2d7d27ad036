"""The invented city as tables that anybody can read and mend: places, people in office, intake."""
