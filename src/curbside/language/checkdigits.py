"""
Check digits and shapes of numbers that states, insurers and banks give to one person or one card.

A number of the right length is often a dose, a count or a citation; one whose check digit fits is hardly ever anything
but what it looks like. Each function takes the number as it was written and looks at its digits and letters alone.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from datetime import date

_VERHOEFF_TIMES = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_VERHOEFF_TURNS = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_CPF_DIGITS, _CARD_DIGITS, _PHONE_DIGITS = 11, range(13, 20), range(9, 14)
_FIRST_YEAR, _LAST_YEAR, _SHORT_YEARS = 1890, 2100, 100


def digits_of(text: str) -> list[int]:
    """The decimal digits in a text."""
    return [int(one) for one in text if one.isdecimal()]


def has_luhn(text: str) -> bool:
    """Whether the last digit is that of Luhn's formula, and not all digits are one."""
    digits = digits_of(text)
    total = sum(sum(divmod(2 * one, 10)) if n % 2 else one for n, one in enumerate(reversed(digits)))
    return len(set(digits)) > 1 and total % 10 == 0


def is_phone(text: str) -> bool:
    """Whether it has as many digits as a national telephone number that begins with nought."""
    return len(digits_of(text)) in _PHONE_DIGITS


def is_card(text: str) -> bool:
    """Whether it can be the number of a payment card."""
    return len(digits_of(text)) in _CARD_DIGITS and has_luhn(text)


def has_verhoeff(text: str) -> bool:
    """Whether the last digit is that of Verhoeff's scheme, as in an Aadhaar number."""
    check = 0
    for place, digit in enumerate(reversed(digits_of(text))):
        check = int(_VERHOEFF_TIMES[check][int(_VERHOEFF_TURNS[place % 8][digit])])
    return check == 0


def is_nhs_number(text: str) -> bool:
    """Whether the tenth digit is that of an NHS or CHI number (weights 10 to 2, remainder of eleven)."""
    digits = digits_of(text)
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    check = 11 - sum(one * weight for one, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[9] and check != 10


def is_ssn(text: str) -> bool:
    """Whether it lies in the ranges of which social security numbers are given."""
    area, group, serial = (text[:3], text[-6:-4], text[-4:]) if text.isdecimal() else (text[:3], text[4:6], text[7:])
    return area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"


def is_australian_medicare(text: str) -> bool:
    """Whether the ninth digit is that of an Australian Medicare card."""
    digits = digits_of(text)
    weights = (1, 3, 7, 9, 1, 3, 7, 9)
    return digits[0] in range(2, 7) and sum(a * b for a, b in zip(digits, weights, strict=False)) % 10 == digits[8]


def is_kvnr(text: str) -> bool:
    """Whether the last digit is that of a German health insurance number."""
    digits = digits_of(f"{ord(text[0].upper()) - 64:02d}{text[1:]}")
    sums = (sum(divmod(one * (1 + n % 2), 10)) for n, one in enumerate(digits[:10]))
    return sum(sums) % 10 == digits[10]


def is_nir(text: str) -> bool:
    """Whether the key of a French social security number fits (97 less the remainder); one without a key counts."""
    plain = "".join(one for one in text.upper() if one.isalnum()).replace("2A", "19").replace("2B", "18")
    if not plain.isdecimal():
        return False
    return len(plain) == 13 or 97 - int(plain[:13]) % 97 == int(plain[13:])


def is_dni(text: str) -> bool:
    """Whether the letter of a Spanish identity number fits."""
    plain = "".join(one for one in text.upper() if one.isalnum())
    number = plain[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return number.isdecimal() and _DNI_LETTERS[int(number) % 23] == plain[-1]


def is_cpf(text: str) -> bool:
    """Whether both check digits of a Brazilian CPF fit."""
    digits = digits_of(text)
    if len(digits) != _CPF_DIGITS or len(set(digits)) == 1:
        return False
    for place in (9, 10):
        total = sum(one * (place + 1 - n) for n, one in enumerate(digits[:place]))
        if total * 10 % 11 % 10 != digits[place]:
            return False
    return True


def is_iban(text: str) -> bool:
    """Whether the check digits of an international bank account number fit."""
    plain = "".join(one for one in text.upper() if one.isalnum())
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(one, 36)) for one in plain[4:] + plain[:4])) % 97 == 1


def is_address_of_machine(text: str) -> bool:
    """Whether it is an internet address of four or six; the numbers of enzymes begin lower."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return False
    return found.version == 6 or int(text.split(".")[0]) >= 8


def is_date(text: str) -> bool:
    """Whether three numbers are a day, a month and a year in any order that people write."""
    parts = "".join(one if one.isdecimal() else " " for one in text).split()
    if len(parts) != 3:
        return False
    first, second, third = (int(one) for one in parts)
    if len(parts[0]) == 4:
        return _is_day(first, second, third)
    year = third + 1900 if len(parts[2]) <= 2 else third
    return len(parts[2]) in (2, 4) and (_is_day(year, second, first) or _is_day(year, first, second))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(4 * (year // 4), month, day)  # of a leap year: 29 February is somebody's birthday
    except ValueError:
        return False
    return _FIRST_YEAR <= year <= _LAST_YEAR


CHECKS: dict[str, Callable[[str], bool]] = {
    "card": is_card,
    "phone": is_phone,
    "luhn": has_luhn,
    "verhoeff": has_verhoeff,
    "nhs": is_nhs_number,
    "ssn": is_ssn,
    "australian_medicare": is_australian_medicare,
    "kvnr": is_kvnr,
    "nir": is_nir,
    "dni": is_dni,
    "cpf": is_cpf,
    "iban": is_iban,
    "machine": is_address_of_machine,
    "date": is_date,
}
