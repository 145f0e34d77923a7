"""Recognising a person's name that stands alone in a row, by its family name with accents."""

from db.vietnamese import clean

NAMES = (
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh trương đinh lâm phùng "
    "mai tô hà tạ lưu lương tăng quách thái châu tống đồng chu cao la từ thân tôn nghiêm kiều văn khổng cù doãn ông "
    "tào ninh hứa thạch lại viên quan mạc phó bành âu thiều triệu vi lò lường quàng cầm hoàn nông bế giàng vàng sùng "
    "hạng thào mùa lầu chảo tẩn phàn vừ ma dương đường đàm bàn phù tòng cà khương kim danh sơn diệp tiêu lục ngọ giáp "
    "trà khúc nhữ ngụy hàn cấn phí bạch kha mã mẫn thi cung an ân đậu hầu ngọc sầm lộc đèo ksor siu nay kpă rơ rmah "
    "niê"
)
FAMILIES = frozenset(NAMES.split())
MOST, FEWEST = 6, 2  # words


def reads_as_name(text: str) -> bool:
    """Return whether a text looks like a name: a family name first, each word capitalised, no digits."""
    words = clean(text).split()
    return (
        FEWEST <= len(words) <= MOST
        and words[0].lower() in FAMILIES
        and all(word[0].isupper() for word in words)
        and all(char.isalpha() or char in "'’." for word in words for char in word)
    )
