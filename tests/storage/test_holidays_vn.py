"""What the holidays package knows, and what it is known to miss."""

import subprocess
import sys
from datetime import date

from storage.holidays_vn import vietnamese_days


def test_tet_and_the_swapped_days_of_2026_are_known() -> None:
    """Tết, the National Day, its bridge and the Saturday worked for it are the official ones."""
    days_off, make_up_days = vietnamese_days([2026])
    tet = {date(2026, 2, day) for day in range(16, 21)}
    assert tet | {date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 24)} <= days_off
    assert make_up_days == {date(2026, 8, 22)}


def test_the_known_gap_is_still_there() -> None:
    """The package misses the swap of 2 and 10 January 2026; once it has it, the demo ward's override can go."""
    days_off, make_up_days = vietnamese_days([2026])
    assert date(2026, 1, 2) not in days_off
    assert date(2026, 1, 10) not in make_up_days


def test_only_the_years_asked_for_come_back() -> None:
    """Every day belongs to one of the years, and no year gives no day."""
    days_off, make_up_days = vietnamese_days(iter([2027, 2025, 2025]))
    assert {day.year for day in days_off} == {2025, 2027}
    assert {day.year for day in make_up_days} <= {2025, 2027}
    assert vietnamese_days([]) == (frozenset(), frozenset())


def test_the_other_countries_are_left_alone() -> None:
    """Ours brings none of the package's 280 others into the memory, and whoever wants one of them still gets it."""
    program = (
        "import sys\n"
        "from storage.holidays_vn import vietnamese_days\n"
        "vietnamese_days([2026])\n"
        "assert not [name for name in sys.modules if name.startswith('holidays.countries.f')]\n"
        "from holidays import country_holidays\n"
        "assert '2026-07-14' in country_holidays('FR', years=2026)\n"
        "assert vietnamese_days([2026])[0] <= set(country_holidays('VN', years=2026))\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
