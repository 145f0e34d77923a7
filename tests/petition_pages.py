"""Typing and choosing on the pages of petitions."""

TEXT, HOSTILE = "Đường ngập nước", "=cmd|'/c calc'!A1 <script>alert(1)</script> **đậm**"


def choose(test, ending: str, value):
    """Choose among pills or segments."""
    next(each for each in test.button_group if (each.key or "").endswith(ending)).set_value(value).run()
    assert not test.exception, test.exception
    return test


def type_in(test, ending: str, text: str):
    fields = (*test.text_area, *test.text_input)
    next(each for each in fields if (each.key or "").endswith(ending)).set_value(text).run()
    assert not test.exception, test.exception
    return test
