"""The private link's code, as people copy it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from diagnostic.services.accounts import hash_token, new_token
from diagnostic.services.resume_codes import LENGTH, SIGNS, grouped, hash_typed, new_code

ALIKE = {"0": "0oO", "1": "1iIlL"}
CODES = st.text(alphabet=SIGNS, min_size=LENGTH, max_size=LENGTH)


def test_a_code_is_read_aloud_in_groups_of_four() -> None:
    assert re.fullmatch("-".join(["[0-9A-HJKMNP-TV-Z]{4}"] * 5), new_code())
    assert len({new_code() for _ in range(1000)}) == 1000


@given(CODES, st.data())
def test_it_is_the_same_however_it_is_typed(code: str, data: st.DataObject) -> None:
    between = st.text(alphabet=" -–—_.\t\u00a0", max_size=2)
    signs = [data.draw(st.sampled_from(ALIKE.get(sign, sign + sign.lower()))) for sign in code]
    typed = "".join(sign + data.draw(between) for sign in signs)
    assert hash_typed(typed) == hash_typed(grouped(code))


@given(CODES, st.integers(min_value=0, max_value=LENGTH - 1), st.sampled_from(SIGNS))
def test_one_wrong_sign_makes_another(code: str, place: int, sign: str) -> None:
    changed = code[:place] + sign + code[place + 1 :]
    assert (hash_typed(changed) == hash_typed(code)) is (changed == code)


def test_the_case_of_earlier_links_counts() -> None:
    token = "aB" + new_token()[2:]
    assert hash_typed(token) == hash_token(token)
    assert hash_typed(token.swapcase()) != hash_typed(token)
