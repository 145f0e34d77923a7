"""Gestures for particular widgets: a date field, a chart's column, the rows of a grid."""

ROW, HEAD, PERIOD = 37, 37, 92  # pixels of the grid


def enter_day(hand, label: str, digits: str) -> None:
    """Fill in a date field: one tap, then its digits."""
    hand.touches += 1
    hand.page.get_by_role("group", name=label).get_by_role("spinbutton").first.click()
    hand.page.keyboard.type(digits)
    hand.page.keyboard.press("Escape")  # the calendar covers the next field
    hand.rest()


def touch_month(hand, month: int, picture: int = 0) -> None:
    """Tap a month's column; the chart shows the twelve months up to November 2026."""
    chart = hand.page.get_by_test_id("stVegaLiteChart").nth(picture).locator("canvas, svg").first
    box = chart.bounding_box()
    left, width = 75, box["width"] - 90  # without the axis and the margin
    hand.touches += 1
    chart.click(position={"x": left + width * (month + 0.5) / 12, "y": box["height"] * 0.6})
    hand.rest()


def type_row(hand, at: int, *numbers: str, skip: int = 0) -> None:
    """Fill in a row of the grid: tap its first cell, then move from cell to cell with the keyboard."""
    hand.touch_grid(PERIOD + 20, HEAD + at * ROW + ROW // 2)
    hand.page.keyboard.press("Home")  # the grid may be scrolled
    for _ in range(1 + skip):
        hand.page.keyboard.press("Tab")
    cell = hand.page.locator(".gdg-input")
    for number in numbers:
        if number:
            hand.page.keyboard.type(number[0])
            cell.wait_for()
            cell.fill(number)
        hand.page.keyboard.press("Tab")
        cell.wait_for(state="detached")
    hand.rest()


def touch_bar(hand, at: int, of: int, picture: int = 0) -> None:
    """Tap one of so many bars of a chart of classes, counted from the top."""
    chart = hand.page.get_by_test_id("stVegaLiteChart").nth(picture).locator("canvas, svg").first
    box, axis, step = chart.bounding_box(), 65, 34  # pixels of the axis below the bars, and of a bar
    hand.touches += 1
    chart.click(position={"x": box["width"] * 0.6, "y": box["height"] - axis - step * (of - at - 0.5)})
    hand.rest()
